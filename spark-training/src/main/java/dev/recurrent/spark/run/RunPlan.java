package dev.recurrent.spark.run;

import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.AveragingStrategy;
import dev.recurrent.spark.LocalStepsHeuristic;
import dev.recurrent.train.GradientClip;
import dev.recurrent.train.LearningRateSchedule;
import dev.recurrent.train.Optimizer;
import dev.recurrent.train.TrainingConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What a run is asked to do, before the sizes of its data are known.
 *
 * @param training with the kind of schedule; how long it is follows from the data
 * @param strategy by name, as in {@link AveragingStrategy#of}
 * @param moments what becomes of the optimizer's moments between rounds
 * @param limits when the run ends
 * @param evaluateEvery rounds between validations, 0 for once an epoch
 * @param cut how the data are cut
 */
public record RunPlan(
    TrainingConfig training,
    String strategy,
    AveragingConfig.Moments moments,
    RunLimits limits,
    int evaluateEvery,
    ShardPlan cut) {
  /** Where a schedule ends, as a share of the base rate. */
  public static final float FLOOR = 0.01f;

  /** The name of W in {@link #describe}. */
  static final String SHARDS = "shards";

  /** What the outer momentum supposes of a run that has no planned end. */
  private static final long MANY_ROUNDS = 1000;

  /** Stands for the batches of an epoch before there are any. */
  private static final int ANY_BATCHES = 1 << 20;

  /** The defaults of the command line: ten epochs of Adam with a cosine, outer Nesterov. */
  public static RunPlan defaults() {
    LearningRateSchedule cosine =
        new LearningRateSchedule(LearningRateSchedule.Kind.COSINE, 0, Long.MAX_VALUE, FLOOR);
    return new RunPlan(
        new TrainingConfig(Optimizer.of("adam", 0.99f), 0.003f, cosine, GradientClip.byNorm(1), 1),
        "outer-nesterov",
        AveragingConfig.Moments.AVERAGE,
        new RunLimits(0, 10, 0, 0, 1),
        0,
        ShardPlan.defaults());
  }

  /**
   * Checks what can be checked before any data is read.
   *
   * @throws IllegalArgumentException for a strategy that is not there, or a cosine without an end
   */
  public RunPlan requireValid() {
    settings(1, localSteps(1, 1, ANY_BATCHES), ANY_BATCHES);
    return this;
  }

  /** The same with a number of shards: the plan's, or the cores of the cluster. */
  public RunPlan onCluster(JavaSparkContext spark, ProgressListener listener) {
    return cut.shards() > 0 ? this : withShards(ClusterCores.count(spark, listener::note));
  }

  /** The same over so many shards. */
  public RunPlan withShards(int shards) {
    ShardPlan other = new ShardPlan(shards, cut.batchSize(), cut.localSteps());
    return new RunPlan(training, strategy, moments, limits, evaluateEvery, other);
  }

  /**
   * H, worked out from sizes where the plan names none.
   *
   * @param parameters of the model
   * @param targetsPerBatch of one shard
   * @param batchesPerEpoch of one shard
   */
  public int localSteps(int parameters, int targetsPerBatch, int batchesPerEpoch) {
    if (strategy.equals("sync")) {
      return 1;
    }
    return cut.localSteps() > 0
        ? Math.min(cut.localSteps(), batchesPerEpoch)
        : LocalStepsHeuristic.auto(parameters, targetsPerBatch, batchesPerEpoch);
  }

  /**
   * The settings of a run over W shards whose epochs have {@code batchesPerEpoch} batches each.
   *
   * @throws IllegalArgumentException for a strategy that is not there, or a cosine without an end
   */
  public TrainingRun.Settings settings(int shards, int localSteps, int batchesPerEpoch) {
    long perEpoch = RunLimits.roundsOfAnEpoch(batchesPerEpoch, localSteps);
    long planned = limits.plannedRounds(perEpoch);
    boolean open = planned == 0;
    LearningRateSchedule kind = training.schedule();
    boolean cosine = kind.kind() == LearningRateSchedule.Kind.COSINE;
    if (open && cosine && limits.maxMinutes() <= 0) {
      throw new IllegalArgumentException(
          "schedule cosine needs to know the end: give epochs, rounds or max-minutes");
    }
    long steps = open ? Long.MAX_VALUE : steps(planned, perEpoch, localSteps, batchesPerEpoch);
    LearningRateSchedule schedule =
        new LearningRateSchedule(kind.kind(), kind.warmupSteps(), steps, kind.floor());
    AveragingStrategy outer = AveragingStrategy.of(strategy, shards, open ? MANY_ROUNDS : planned);
    int every = evaluateEvery > 0 ? evaluateEvery : (int) perEpoch;
    return new TrainingRun.Settings(
        training.withSchedule(schedule),
        AveragingConfig.of(shards, localSteps, outer).withMoments(moments),
        limits.evaluatingEvery(every));
  }

  /** Steps of each shard in so many rounds. */
  static long steps(long rounds, long perEpoch, int localSteps, int batchesPerEpoch) {
    long whole = rounds / perEpoch * batchesPerEpoch;
    return Math.max(1, whole + Math.min(batchesPerEpoch, rounds % perEpoch * localSteps));
  }

  /**
   * What decides the result of a run, by name: two runs of equal settings over equal data end with
   * equal parameters.
   */
  public Map<String, String> describe() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("optimizer", name(training.optimizer()));
    settings.put("learning-rate", String.valueOf(training.learningRate()));
    settings.put("schedule", training.schedule().toString());
    settings.put("clip", training.clip().toString());
    settings.put("seed", String.valueOf(training.seed()));
    settings.put("strategy", strategy);
    settings.put("optimizer-state", String.valueOf(moments));
    settings.put("epochs", String.valueOf(limits.epochs()));
    settings.put("rounds", String.valueOf(limits.rounds()));
    settings.put("evaluate-every", String.valueOf(evaluateEvery));
    settings.put(SHARDS, String.valueOf(cut.shards()));
    settings.put("batch-size", String.valueOf(cut.batchSize()));
    settings.put("local-steps", String.valueOf(cut.localSteps()));
    return settings;
  }

  /** One of your own that is no record says nothing of its settings. */
  private static String name(Optimizer optimizer) {
    return optimizer instanceof Record ? optimizer.toString() : optimizer.getClass().getName();
  }
}
