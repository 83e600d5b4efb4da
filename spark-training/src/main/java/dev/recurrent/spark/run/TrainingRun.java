package dev.recurrent.spark.run;

import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.DivergedException;
import dev.recurrent.spark.ParameterAveraging;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.RunState;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.train.Batch;
import dev.recurrent.train.LayerRates;
import dev.recurrent.train.LearningRateSchedule;
import dev.recurrent.train.Model;
import dev.recurrent.train.TrainingConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * A run from its first round to its last: rounds, validation, checkpoints, progress. Everything
 * that changes lies in the {@link RunState}, so that a run killed between any two lines goes on
 * from its last checkpoint with the same bits.
 *
 * @param <B> the model's batches
 */
public final class TrainingRun<B extends Batch> {
  /** Seconds between checkpoints; it changes no result, only how much a crash costs. */
  private static final String CHECKPOINT_KEY = "spark.recurrent.checkpointSeconds";

  private static final double CHECKPOINT_SECONDS = 30;

  private final JavaSparkContext spark;
  private final Model<B> model;
  private final Settings settings;
  private final TrainingConfig training;
  private final AveragingConfig averaging;
  private final ShardedData<B> data;
  private final JavaRDD<Shard<B>> validation;
  private final RunLimits limits;
  private @Nullable ValidationMetric metric;
  private int keep = 1;
  private BooleanSupplier stop = () -> false;
  private Predicate<RunState> pause = state -> false;

  public TrainingRun(
      JavaSparkContext spark,
      Model<B> model,
      Settings settings,
      ShardedData<B> data,
      JavaRDD<Shard<B>> validation) {
    this.spark = spark;
    this.model = model;
    this.settings = settings;
    this.training = settings.training();
    this.averaging = settings.averaging();
    this.limits = settings.limits();
    this.data = data;
    this.validation = validation;
  }

  /** How it trains, how it averages, when it ends. */
  public Settings settings() {
    return settings;
  }

  /** Lets a metric choose the best parameters instead of the loss, and keeps those of so many. */
  public TrainingRun<B> selectBy(ValidationMetric chosen, int most) {
    metric = chosen;
    keep = most;
    return this;
  }

  /** Keeps the parameters of so many of the best validations. */
  public TrainingRun<B> keep(int most) {
    keep = most;
    return this;
  }

  /**
   * Lets another thread stop the run. Whoever does so may also cancel Spark's jobs: a round that
   * was under way leaves no trace.
   */
  public TrainingRun<B> stopWhen(BooleanSupplier requested) {
    stop = requested;
    return this;
  }

  /**
   * Ends the run between two rounds, with a checkpoint, from which it can go on as if it had never
   * ended.
   */
  public TrainingRun<B> pauseWhen(Predicate<RunState> reached) {
    pause = reached;
    return this;
  }

  /** How to train, how to average, when to end. */
  public record Settings(TrainingConfig training, AveragingConfig averaging, RunLimits limits) {
    /** The same with rates of the layers. */
    public Settings withLayerRates(LayerRates rates) {
      return new Settings(training.withLayerRates(rates), averaging, limits);
    }
  }

  /** Why a run ended. */
  public enum End {
    ROUNDS,
    EPOCHS,
    MINUTES,
    PATIENCE,
    /** It was asked to, and goes on later. */
    PAUSED
  }

  /**
   * Trains until a limit is reached.
   *
   * @param begin a fresh or a restored checkpoint; its state is trained in place
   * @param directory where checkpoints go
   * @throws DivergedException if training leaves the finite numbers for good
   * @throws IllegalStateException if the metric was not a number at any validation
   * @throws RunStoppedException if the run was asked to stop; a checkpoint is written then
   */
  public TrainingResult run(Checkpoint begin, CheckpointStore directory, ProgressListener progress)
      throws IOException {
    Rounds rounds = new Rounds(begin, directory, progress);
    RunState state = rounds.state;
    try {
      End end = rounds.train();
      if (end != End.PAUSED && !Double.isFinite(state.plateau.best())) {
        throw MissingScore.of(metric, rounds.reports);
      }
      return new TrainingResult(state.round, rounds.kept(), rounds.reports, end);
    } catch (Exception e) {
      // Spark throws checked exceptions that nobody declares, such as that of a cancelled job.
      if (!stop.getAsBoolean() || e instanceof IOException) {
        throw e;
      }
      rounds.save();
      throw new RunStoppedException(directory, state.round);
    } finally {
      progress.end();
    }
  }

  /** The rounds of one start, and what they have come to. */
  private final class Rounds {
    final RunState state;
    final List<RoundReport> reports;
    Checkpoint.Best best;
    private final Checkpoint begin;
    private final CheckpointStore directory;
    private final ProgressListener progress;
    private final long started = System.nanoTime();
    private final KernelDifferences kernels = new KernelDifferences();
    private long saved = started;
    private final TimePlan time = new TimePlan(limits, training, System::nanoTime);

    Rounds(Checkpoint begin, CheckpointStore directory, ProgressListener progress) {
      this.begin = begin;
      this.directory = directory;
      this.progress = progress;
      this.state = begin.state();
      this.reports = new ArrayList<>(begin.reports());
      this.best = begin.best();
    }

    End train() throws IOException {
      ParameterAveraging<B> loop =
          new ParameterAveraging<>(spark, model, training, averaging, data);
      double betweenCheckpoints = spark.getConf().getDouble(CHECKPOINT_KEY, CHECKPOINT_SECONDS);
      long perEpoch = RunLimits.roundsOfAnEpoch(data.batchesPerEpoch(), averaging.localSteps());
      progress.begin(
          new ProgressListener.Outlook(
              state.round, limits.plannedRounds(perEpoch), limits.maxMinutes(), scoreName()));
      if (state.round == 0) {
        // A run killed in its first rounds can be resumed too.
        directory.save(begin, model.layout());
      }
      End end = end(state);
      if (validationIsPending(end)) {
        validate();
      }
      end = end == null && stale(state) ? End.PATIENCE : end;
      while (end == null) {
        requireNotStopped();
        if (pause.test(state)) {
          save();
          return End.PAUSED;
        }
        reports.add(loop.round(state));
        kernels.note(last(), progress);
        end = end(state);
        end = end == null && minutesAreUp() ? End.MINUTES : end;
        if (end != null || state.round % limits.evaluateEvery() == 0) {
          validate();
          end = end == null && stale(state) ? End.PATIENCE : end;
        } else {
          progress.round(last(), null, bestScore());
        }
        if (end != null || (System.nanoTime() - saved) / 1e9 >= betweenCheckpoints) {
          save();
          saved = System.nanoTime();
        }
      }
      return end;
    }

    /** The present parameters where a run paused before its first validation. */
    List<Checkpoint.Kept> kept() {
      return best.kept.isEmpty()
          ? List.of(new Checkpoint.Kept(state.training.parameters, Double.NaN, Double.NaN))
          : best.kept;
    }

    private boolean minutesAreUp() {
      return time.isUp(state, averaging.localSteps(), data.batchesPerEpoch(), progress);
    }

    private RoundReport last() {
      return reports.get(reports.size() - 1);
    }

    /** A run that was stopped while it validated has its last round's validation before it. */
    private boolean validationIsPending(@Nullable End end) {
      boolean due = end != null || state.round % limits.evaluateEvery() == 0;
      return due && !reports.isEmpty() && last().validation() == null;
    }

    private void validate() {
      double loss = evaluate(state.judged());
      Double score = metric == null ? null : metric.score(state.judged(), state.round);
      reports.set(reports.size() - 1, last().withValidation(loss, score));
      best = observe(state, loss, score, best);
      progress.round(last(), score == null ? Double.valueOf(loss) : score, bestScore());
    }

    private @Nullable Double bestScore() {
      if (best.kept.isEmpty()) {
        return null;
      }
      Checkpoint.Kept first = best.kept.get(0);
      return metric == null ? first.loss : first.score;
    }

    private void requireNotStopped() {
      if (stop.getAsBoolean()) {
        throw new RunStoppedException(directory, state.round);
      }
    }

    void save() throws IOException {
      directory.save(new Checkpoint(state, best, reports, begin.files()), model.layout());
      Map<String, Object> status = new LinkedHashMap<>();
      status.put("round", state.round);
      status.put("epoch", state.epoch);
      directory.status("running", status);
    }
  }

  private String scoreName() {
    return metric == null ? "validation loss" : metric.name();
  }

  /** The best parameters after an evaluation. */
  private Checkpoint.Best observe(
      RunState state, double loss, @Nullable Double judged, Checkpoint.Best best) {
    int patience = training.schedule().kind() == LearningRateSchedule.Kind.PLATEAU ? 2 : 0;
    double score = judged == null ? -loss : judged;
    state.plateau = state.plateau.observe(-score, patience);
    double comparable = Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
    return best.with(new Checkpoint.Kept(state.judged().clone(), comparable, loss), keep);
  }

  private boolean stale(RunState state) {
    return limits.patience() > 0 && state.plateau.stale() >= limits.patience();
  }

  private @Nullable End end(RunState state) {
    if (state.plannedRounds > 0 && state.round >= state.plannedRounds) {
      return End.MINUTES;
    }
    if (limits.rounds() > 0 && state.round >= limits.rounds()) {
      return End.ROUNDS;
    }
    return limits.epochs() > 0 && state.epoch >= limits.epochs() ? End.EPOCHS : null;
  }

  /** Mean loss on the validation data, summed in partition order. */
  public double evaluate(float[] parameters) {
    return MeanLoss.of(spark, model, parameters, validation);
  }
}
