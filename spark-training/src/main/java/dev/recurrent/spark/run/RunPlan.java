package dev.recurrent.spark.run;

import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.AveragingStrategy;
import dev.recurrent.train.LearningRateSchedule;
import dev.recurrent.train.TrainingConfig;

/**
 * What a run is asked to do, before the sizes of its data are known.
 *
 * @param training with the kind of schedule; how long it is follows from the data
 * @param strategy by name, as in {@link AveragingStrategy#of}
 * @param moments what becomes of the optimizer's moments between rounds
 * @param limits when the run ends
 * @param evaluateEvery rounds between validations, 0 for once an epoch
 */
public record RunPlan(
    TrainingConfig training,
    String strategy,
    AveragingConfig.Moments moments,
    RunLimits limits,
    int evaluateEvery) {
  /** What the outer momentum supposes of a run that has no planned end. */
  private static final long MANY_ROUNDS = 1000;

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
    if (open && kind.kind() == LearningRateSchedule.Kind.COSINE) {
      throw new IllegalArgumentException(
          "schedule cosine needs to know the end: give epochs or rounds");
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

  private static long steps(long rounds, long perEpoch, int localSteps, int batchesPerEpoch) {
    long whole = rounds / perEpoch * batchesPerEpoch;
    return Math.max(1, whole + Math.min(batchesPerEpoch, rounds % perEpoch * localSteps));
  }
}
