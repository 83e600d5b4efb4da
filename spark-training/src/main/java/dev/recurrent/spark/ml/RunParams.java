package dev.recurrent.spark.ml;

import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.AveragingStrategy;
import dev.recurrent.spark.run.RunLimits;
import dev.recurrent.spark.run.RunPlan;
import dev.recurrent.spark.run.ShardPlan;
import dev.recurrent.train.GradientClip;
import dev.recurrent.train.LearningRateSchedule;
import dev.recurrent.train.Optimizer;
import dev.recurrent.train.TrainingConfig;
import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.FloatParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.jspecify.annotations.Nullable;

/** The parameters of every stage that trains: the directory, the cell, the steps, the averaging. */
public class RunParams extends StageParams {
  private static final long serialVersionUID = 1L;

  /** Works the number of local steps out from sizes. */
  private static final String AUTO = "auto";

  final Param<String> output =
      text("output", "Run directory for checkpoints and the model, on any Hadoop path.");
  final BooleanParam resume =
      flag("resume", "Continue the run in output, or load it if it has finished.", false);
  final Param<String> initFrom =
      text(
          "initFrom",
          "Start from a finished model. Its weights are used, and its vocabulary or scalers.");
  final Param<String> cell =
      text(
          "cell",
          "rnn, rnn-relu, lstm, gru, gru-reset-before, or a class that implements Cell.",
          "lstm",
          (Consumer<String> & Serializable) CellFactory::of);
  final IntParam layers = integer("layers", "Recurrent layers.", 1, 1);
  final IntParam hiddenSize = integer("hiddenSize", "Units of each layer and direction.", 1, 64);
  final IntParam batchSize = integer("batchSize", "Sequences in a shard's batch.", 1, 32);
  final Param<String> optimizer =
      text(
          "optimizer",
          "adam, adamw, sgd, momentum, rmsprop, or a class that implements Optimizer.",
          "adam",
          (Consumer<String> & Serializable) Optimizer::of);
  final FloatParam beta2 =
      rate("beta2", "Adam's decay rate for the mean of squared gradients.", 0.99f);
  final FloatParam learningRate = positive("learningRate", "Base learning rate.", 0.003f);
  final Param<String> schedule =
      text(
          "schedule",
          "constant, cosine or plateau.",
          "cosine",
          (Consumer<String> & Serializable) LearningRateSchedule.Kind::of);
  final LongParam warmup =
      integer("warmup", "Steps in which the learning rate rises to its full value.", 0L, 0L);
  final DoubleParam clipNorm =
      number("clipNorm", "Largest norm of the gradient; 0 for no limit.", 1);
  final DoubleParam clipValue =
      number("clipValue", "Largest gradient of one parameter; 0 for no limit.", 0);
  final IntParam epochs = integer("epochs", "Passes over the data; 0 for no limit.", 0, 10);
  final LongParam rounds = integer("rounds", "Rounds to train; 0 for no limit.", 0L, 0L);
  final DoubleParam maxMinutes = number("maxMinutes", "Minutes of training; 0 for no limit.", 0);
  final IntParam patience =
      integer("patience", "Stop after N validations without improvement; 0 for no limit.", 0, 0);
  final IntParam evaluateEvery =
      integer("evaluateEvery", "Rounds between validations; 0 for one validation an epoch.", 0, 0);
  final LongParam seed = integer("seed", "Seed of all random numbers.", Long.MIN_VALUE, 1L);
  final IntParam shards =
      integer("shards", "Logical shards; 0 for the number of the cluster's cores.", 0, 0);
  final Param<String> localSteps =
      text(
          "localSteps",
          "Batches of a shard in a round, or auto.",
          AUTO,
          (Consumer<String> & Serializable) RunParams::steps);
  final Param<String> strategy =
      text(
          "strategy",
          "sync, average, outer-nesterov, bmuf or diloco.",
          "outer-nesterov",
          (Consumer<String> & Serializable) name -> AveragingStrategy.of(name, 1, 1));
  final Param<String> optimizerState =
      text(
          "optimizerState",
          "The optimizer's moments between rounds: average or reset.",
          "average",
          (Consumer<String> & Serializable) AveragingConfig.Moments::of);

  protected RunParams(Params stage) {
    super(stage);
  }

  /** 0 for auto. */
  private static int steps(String text) {
    if (text.equals(AUTO)) {
      return 0;
    }
    int steps = Integer.parseInt(text);
    if (steps < 1) {
      throw new IllegalArgumentException("steps are " + steps + ", expected 1 or more");
    }
    return steps;
  }

  /** The run directory, null for none. */
  public final @Nullable String output() {
    return valueOrNull(output);
  }

  /** Whether a run in the directory goes on. */
  public final boolean resume() {
    return value(resume);
  }

  /** The model to start from, null for none. */
  public final @Nullable String initFrom() {
    return valueOrNull(initFrom);
  }

  public final CellFactory cell() {
    return CellFactory.of(value(cell));
  }

  public final int layers() {
    return value(layers);
  }

  public final int hiddenSize() {
    return value(hiddenSize);
  }

  /**
   * What the run is asked to do.
   *
   * @throws IllegalArgumentException for values that do not go together
   */
  public final RunPlan plan() {
    LearningRateSchedule rates =
        new LearningRateSchedule(
            LearningRateSchedule.Kind.of(value(schedule)),
            value(warmup),
            Long.MAX_VALUE,
            RunPlan.FLOOR);
    return new RunPlan(
            new TrainingConfig(
                Optimizer.of(value(optimizer), value(beta2)),
                value(learningRate),
                rates,
                GradientClip.of(value(clipNorm), value(clipValue)),
                value(seed)),
            value(strategy),
            AveragingConfig.Moments.of(value(optimizerState)),
            new RunLimits(value(rounds), value(epochs), value(maxMinutes), value(patience), 1),
            value(evaluateEvery),
            new ShardPlan(value(shards), value(batchSize), steps(value(localSteps))))
        .requireValid();
  }
}
