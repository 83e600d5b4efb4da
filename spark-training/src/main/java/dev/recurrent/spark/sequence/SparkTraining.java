package dev.recurrent.spark.sequence;

import dev.recurrent.predict.SequenceModelConfig;
import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.run.Checkpoint;
import dev.recurrent.spark.run.LoggedNotes;
import dev.recurrent.spark.run.ProgressListener;
import dev.recurrent.spark.run.RunLimits;
import dev.recurrent.spark.run.RunPlan;
import dev.recurrent.spark.run.RunStorage;
import dev.recurrent.spark.run.ShardPlan;
import dev.recurrent.spark.run.TrainingResult;
import dev.recurrent.spark.run.TrainingRun;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.train.GradientClip;
import dev.recurrent.train.LearningRateSchedule;
import dev.recurrent.train.Optimizer;
import dev.recurrent.train.SequenceBatch;
import dev.recurrent.train.SequenceModel;
import dev.recurrent.train.TrainingConfig;
import java.io.IOException;
import java.util.LinkedHashMap;
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
  private final SequenceModel model;
  private int shards;
  private int epochs = 10;
  private int batchSize = 32;
  private int localSteps;
  private long seed = 1;
  private double maxMinutes;
  private int patience;
  private Optimizer optimizer = RunPlan.defaults().training().optimizer();
  private float learningRate = 0.003f;
  private LearningRateSchedule.Kind schedule = LearningRateSchedule.Kind.COSINE;
  private double clipNorm = 1;
  private String strategy = "outer-nesterov";
  private AveragingConfig.Moments moments = AveragingConfig.Moments.AVERAGE;
  private @Nullable SequenceMetric metric;
  private @Nullable String checkpoints;
  private float @Nullable [] initial;
  private boolean resume;
  private ProgressListener listener = new LoggedNotes();

  private SparkTraining(SequenceModel model) {
    this.model = model;
  }

  /**
   * Training of a model, as its file gives it back, with the defaults of the command line.
   *
   * @throws IllegalArgumentException naming a cell, layer or loss that a model's file cannot hold
   */
  public static SparkTraining of(SequenceModel model) {
    return new SparkTraining(SequenceModelConfig.of(model).stored().model());
  }

  /**
   * W, the number of logical shards. 0, the default, is the number of the cluster's cores, or of
   * the shards that a resumed run began with.
   */
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

  /** H, batches that a shard trains on in a round; 0, the default, computes H from sizes. */
  public SparkTraining localSteps(int count) {
    localSteps = count;
    return this;
  }

  /** Seed of all random numbers; 1 unless given. */
  public SparkTraining seed(long value) {
    seed = value;
    return this;
  }

  /**
   * The optimizer, which may be one of your own, and its base rate; Adam with beta2 0.99 at 0.003
   * unless given.
   */
  public SparkTraining optimizer(Optimizer chosen, float rate) {
    optimizer = given(chosen, "optimizer");
    learningRate = rate;
    return this;
  }

  /** Schedule of the learning rate; a cosine unless given. */
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

  /** What becomes of the optimizer's moments between rounds; they are averaged unless given. */
  public SparkTraining moments(AveragingConfig.Moments chosen) {
    moments = chosen;
    return this;
  }

  /** Metric that chooses the best parameters; the validation loss unless given. */
  public SparkTraining selectBy(SequenceMetric chosen) {
    metric = given(chosen, "metric");
    return this;
  }

  /** Ends after so many validations without improvement; 0, the default, for never. */
  public SparkTraining patience(int validations) {
    patience = validations;
    return this;
  }

  /** Ends after the round in which this time is reached; 0, the default, for never. */
  public SparkTraining maxMinutes(double minutes) {
    maxMinutes = minutes;
    return this;
  }

  /** A directory for checkpoints and, at the end, the model, on any Hadoop path. */
  public SparkTraining checkpoints(String path) {
    checkpoints = path;
    return this;
  }

  /**
   * Starts from these parameters instead of fresh ones. A resumed run goes on from its checkpoint.
   *
   * @param parameters in the order of the model's layout; copied
   * @throws IllegalArgumentException if there are not as many as the layout has
   */
  public SparkTraining initialParameters(float[] parameters) {
    int expected = model.layout().size();
    if (parameters.length != expected) {
      throw new IllegalArgumentException(
          "there are "
              + parameters.length
              + " initial parameters, the model has "
              + expected
              + "; take those of the same model");
    }
    initial = parameters.clone();
    return this;
  }

  /** Continues from the newest checkpoint, if there is one; a finished run is loaded. */
  public SparkTraining resumeIfBegun() {
    resume = true;
    return this;
  }

  /** Hears how the run goes on; without one, Spark's log has what a user should know. */
  public SparkTraining listener(ProgressListener other) {
    listener = given(other, "listener");
    return this;
  }

  private static <T> T given(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException(
          name + " is null; leave " + name + "(...) out for the default");
    }
    return value;
  }

  /**
   * Trains to the end; parameters are those of the best validation.
   *
   * @throws IllegalArgumentException for a setting, columns or a metric that do not suit the model
   * @throws UnusableInputException for a table that cannot be used, naming column and sequence
   * @throws IllegalStateException if the metric was never a number, if a run lies in the checkpoint
   *     directory and {@link #resumeIfBegun} was not given, or if that run had another model,
   *     columns, hold-out, metric or settings, naming the first difference
   * @throws IOException if checkpoints cannot be written
   */
  public TrainedModel fit(SparkSession session, SequenceData data)
      throws IOException, InterruptedException {
    RunPlan plan = requirePossible(data);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    try (RunStorage storage = RunStorage.open(checkpoints, spark.hadoopConfiguration(), resume)) {
      storage.requireSameModel(SequenceModelConfig.of(model));
      storage.requireSameSettings(settings(plan, data));
      return storage.finished()
          ? TrainedModel.load(storage.model())
          : fit(spark, data, storage.sized(plan, spark, listener), storage);
    } catch (Exception e) {
      InputRefusal.rethrow(e);
      throw e;
    }
  }

  private RunPlan requirePossible(SequenceData data) {
    if (resume && checkpoints == null) {
      throw new IllegalArgumentException("resumeIfBegun() needs checkpoints(...)");
    }
    RunPlan plan = plan().requireValid();
    data.requireFits(model);
    if (metric != null) {
      metric.requireFits(model);
    }
    return plan;
  }

  private Map<String, String> settings(RunPlan plan, SequenceData data) {
    Map<String, String> settings = new LinkedHashMap<>(data.describe());
    settings.put("metric", metric == null ? "validation loss" : metric.name());
    settings.putAll(plan.describe());
    return settings;
  }

  private TrainedModel fit(
      JavaSparkContext spark, SequenceData data, RunPlan plan, RunStorage storage)
      throws IOException {
    int count = plan.cut().shards();
    try (SequenceParts parts = data.parts(model, count, batchSize)) {
      ShardedData<SequenceBatch> sharded = parts.training(seed);
      int perEpoch = sharded.batchesPerEpoch();
      int steps = plan.localSteps(model.layout().size(), batchSize, perEpoch);
      TrainingRun<SequenceBatch> run =
          new TrainingRun<>(
              spark, model, plan.settings(count, steps, perEpoch), sharded, parts.validation());
      if (metric != null) {
        run.selectBy(new PredictionJob(spark, model, parts.validation(), metric), 1);
      }
      Map<String, Object> more = Map.of("settings", settings(plan, data));
      Checkpoint fresh = fresh(run.settings(), data, more);
      TrainingResult result = storage.train(run, model, fresh, listener);
      TrainedModel trained = new TrainedModel(model, result.parameters, data.columns());
      storage.publish(trained.files(more), result);
      return trained;
    }
  }

  private RunPlan plan() {
    GradientClip clip = GradientClip.of(clipNorm, 0);
    LearningRateSchedule rates =
        new LearningRateSchedule(schedule, 0, Long.MAX_VALUE, RunPlan.FLOOR);
    return new RunPlan(
        new TrainingConfig(optimizer, learningRate, rates, clip, seed),
        strategy,
        moments,
        new RunLimits(0, epochs, maxMinutes, patience, 1),
        0,
        new ShardPlan(shards, batchSize, localSteps));
  }

  private Checkpoint fresh(
      TrainingRun.Settings settings, SequenceData data, Map<String, Object> more) {
    float[] begin = new float[model.layout().size()];
    Map<String, byte[]> files = new TrainedModel(model, begin, data.columns()).description(more);
    return Checkpoint.fresh(model, settings, initial, files);
  }
}
