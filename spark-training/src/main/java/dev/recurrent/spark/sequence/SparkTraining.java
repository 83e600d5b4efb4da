package dev.recurrent.spark.sequence;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.LocalStepsHeuristic;
import dev.recurrent.spark.RunState;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.run.Checkpoint;
import dev.recurrent.spark.run.CheckpointStore;
import dev.recurrent.spark.run.ProgressListener;
import dev.recurrent.spark.run.RunDirectory;
import dev.recurrent.spark.run.RunLimits;
import dev.recurrent.spark.run.RunPlan;
import dev.recurrent.spark.run.TrainingRun;
import dev.recurrent.train.Adam;
import dev.recurrent.train.GradientClip;
import dev.recurrent.train.LearningRateSchedule;
import dev.recurrent.train.Optimizer;
import dev.recurrent.train.SequenceBatch;
import dev.recurrent.train.SequenceModel;
import dev.recurrent.train.TrainingConfig;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model of sequences on a Spark cluster by parameter averaging.
 *
 * <pre>{@code
 * TrainedModel trained =
 *     SparkTraining.of(model)
 *         .shards(16).epochs(10).batchSize(64)
 *         .optimizer(Adam.defaults(), 0.002f)
 *         .selectBy(SequenceMetrics.auc())
 *         .checkpoints("hdfs:///runs/churn").resumeIfBegun()
 *         .fit(spark, data);
 * }</pre>
 *
 * <p>The same seed, shards and data give the same bits on any number of executors with equal
 * processors. Each setting returns this object; it is not to be shared by threads.
 */
public final class SparkTraining {
  /** Where a schedule ends, as a share of the base rate. */
  private static final float FLOOR = 0.01f;

  private final SequenceModel model;
  private int shards;
  private int epochs = 10;
  private int batchSize = 32;
  private int localSteps;
  private long seed = 1;
  private double maxMinutes;
  private int patience;
  private Optimizer optimizer = Adam.defaults();
  private float learningRate = 0.003f;
  private LearningRateSchedule.Kind schedule = LearningRateSchedule.Kind.COSINE;
  private double clipNorm = 1;
  private String strategy = "outer-nesterov";
  private @Nullable SequenceMetric metric;
  private @Nullable String checkpoints;
  private boolean resume;
  private ProgressListener listener = ProgressListener.NONE;

  private SparkTraining(SequenceModel model) {
    this.model = model;
  }

  /** Training of a model with the defaults of the command line. */
  public static SparkTraining of(SequenceModel model) {
    return new SparkTraining(model);
  }

  /** W, how many logical shards; 0, the default, for the cluster's cores. */
  public SparkTraining shards(int count) {
    shards = count;
    return this;
  }

  /** Passes over the data; 10 unless given. */
  public SparkTraining epochs(int count) {
    epochs = count;
    return this;
  }

  /** B, sequences in a shard's batch; 32 unless given. */
  public SparkTraining batchSize(int count) {
    batchSize = count;
    return this;
  }

  /** H, batches a shard trains on in a round; 0, the default, works it out from sizes. */
  public SparkTraining localSteps(int count) {
    localSteps = count;
    return this;
  }

  /** Of all randomness; 1 unless given. */
  public SparkTraining seed(long value) {
    seed = value;
    return this;
  }

  /** The optimizer, which may be one of your own, and its base rate; Adam at 0.003 unless given. */
  public SparkTraining optimizer(Optimizer chosen, float rate) {
    optimizer = chosen;
    learningRate = rate;
    return this;
  }

  /** How the rate goes on; a cosine unless given. */
  public SparkTraining schedule(LearningRateSchedule.Kind kind) {
    schedule = kind;
    return this;
  }

  /** Largest norm of the gradient; 1 unless given, 0 for none. */
  public SparkTraining clipNorm(double norm) {
    clipNorm = norm;
    return this;
  }

  /**
   * {@code sync}, {@code average}, {@code outer-nesterov} (the default), {@code bmuf}, {@code
   * diloco}.
   */
  public SparkTraining averaging(String name) {
    strategy = name;
    return this;
  }

  /** What chooses the best parameters; the validation loss unless given. */
  public SparkTraining selectBy(SequenceMetric chosen) {
    metric = chosen;
    return this;
  }

  /** Ends after so many validations without improvement; 0, the default, for never. */
  public SparkTraining patience(int validations) {
    patience = validations;
    return this;
  }

  /** Ends at the end of the round in which so many minutes are up; 0, the default, for never. */
  public SparkTraining maxMinutes(double minutes) {
    maxMinutes = minutes;
    return this;
  }

  /** A directory for checkpoints and, at the end, the model, on any Hadoop path. */
  public SparkTraining checkpoints(String path) {
    checkpoints = path;
    return this;
  }

  /** Goes on from the newest checkpoint, if there is one; a finished run is loaded. */
  public SparkTraining resumeIfBegun() {
    resume = true;
    return this;
  }

  /** Hears how the run goes on. */
  public SparkTraining listener(ProgressListener other) {
    listener = other;
    return this;
  }

  /**
   * Trains to the end; parameters are those of the best validation.
   *
   * @throws IllegalArgumentException for a setting that cannot be
   * @throws IllegalStateException if a run lies in the checkpoint directory and {@link
   *     #resumeIfBegun} was not given, or it had another model or other settings
   * @throws IOException if checkpoints cannot be written
   */
  public TrainedModel fit(SparkSession session, SequenceData data)
      throws IOException, InterruptedException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    int count = shards > 0 ? shards : Math.max(1, spark.defaultParallelism());
    if (checkpoints == null) {
      return fit(spark, data, count, null);
    }
    try (RunDirectory directory = RunDirectory.take(checkpoints, spark.hadoopConfiguration())) {
      if ((directory.finished() || directory.begun()) && !resume) {
        throw new IllegalStateException(
            checkpoints + " holds a run; call resumeIfBegun(), or name another directory");
      }
      if (directory.finished()) {
        return TrainedModel.load(checkpoints);
      }
      return fit(spark, data, count, directory);
    }
  }

  private TrainedModel fit(
      JavaSparkContext spark, SequenceData data, int count, @Nullable RunDirectory directory)
      throws IOException {
    try (SequenceData.Parts parts = data.parts(model, count, batchSize)) {
      ShardedData<SequenceBatch> sharded = parts.training(seed);
      TrainingRun.Settings settings = settings(count, sharded.batchesPerEpoch());
      TrainingRun<SequenceBatch> run =
          new TrainingRun<>(spark, model, settings, sharded, parts.validation());
      if (metric != null) {
        run.selectBy(new PredictionJob(spark, model, parts.validation(), metric), 1);
      }
      Checkpoint begin = begin(directory, settings, count, data);
      CheckpointStore store = directory == null ? CheckpointStore.NONE : directory;
      TrainingRun.Result result = run.run(begin, store, listener);
      TrainedModel trained = new TrainedModel(model, result.parameters, data.columns());
      if (directory != null) {
        directory.publish(trained.files());
      }
      return trained;
    }
  }

  private TrainingRun.Settings settings(int count, int batchesPerEpoch) {
    int steps = localSteps;
    if (strategy.equals("sync")) {
      steps = 1;
    } else if (steps < 1) {
      steps = LocalStepsHeuristic.auto(model.layout().size(), batchSize, batchesPerEpoch);
    }
    double norm = clipNorm == 0 ? Double.POSITIVE_INFINITY : clipNorm;
    GradientClip clip = new GradientClip(norm, Double.POSITIVE_INFINITY);
    LearningRateSchedule rates = new LearningRateSchedule(schedule, 0, Long.MAX_VALUE, FLOOR);
    return new RunPlan(
            new TrainingConfig(optimizer, learningRate, rates, clip, seed),
            strategy,
            AveragingConfig.Moments.AVERAGE,
            new RunLimits(0, epochs, maxMinutes, patience, 1),
            0)
        .settings(count, Math.min(steps, batchesPerEpoch), batchesPerEpoch);
  }

  /** Fresh, or the newest checkpoint of a run with the same model. */
  private Checkpoint begin(
      @Nullable RunDirectory directory, TrainingRun.Settings settings, int count, SequenceData data)
      throws IOException {
    RunState state = RunState.start(model, settings.training().optimizer(), count, seed);
    Map<String, byte[]> files =
        new TrainedModel(model, state.training.parameters, data.columns()).description();
    Checkpoint fresh = new Checkpoint(state, new Checkpoint.Best(null), List.of(), files);
    if (directory == null || !directory.begun()) {
      return fresh;
    }
    if (!Arrays.equals(
        files.get(ModelDirectory.MODEL), directory.newestFile(ModelDirectory.MODEL))) {
      throw new IllegalStateException(
          checkpoints + " holds a run of another model; name another directory");
    }
    return directory.restore(
        model.layout(), settings.training().optimizer(), count, List.copyOf(files.keySet()));
  }
}
