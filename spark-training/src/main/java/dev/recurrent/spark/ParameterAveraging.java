package dev.recurrent.spark;

import dev.recurrent.train.Batch;
import dev.recurrent.train.Model;
import dev.recurrent.train.TrainingConfig;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The driver's loop: W shards train H batches each from the same parameters; their differences,
 * weighted by targets and summed in shard order, move the parameters (see {@link
 * AveragingStrategy}).
 *
 * <p>A round is one Spark job of plain tasks, so retries, speculation and dynamic allocation just
 * work, and the result does not depend on how many executors there are.
 *
 * @param <B> the model's batches
 */
public final class ParameterAveraging<B extends Batch> {
  /** Above this share of diverged shards a round is not used. */
  private static final double DIVERGED_SHARE = 0.25;

  private static final int MAX_ROLLBACKS = 3;

  private final JavaSparkContext spark;
  private final Model<B> model;
  private final TrainingConfig training;
  private final AveragingConfig averaging;
  private final ShardedData<B> data;

  public ParameterAveraging(
      JavaSparkContext spark,
      Model<B> model,
      TrainingConfig training,
      AveragingConfig averaging,
      ShardedData<B> data) {
    this.spark = spark;
    this.model = model;
    this.training = training;
    this.averaging = averaging;
    this.data = data;
  }

  /**
   * Runs one round and moves {@code state} on.
   *
   * @throws DivergedException if too many shards diverge and three halvings of the rate do not help
   */
  public RoundReport round(RunState state) {
    while (true) {
      long begin = System.nanoTime();
      RoundPlan<B> plan = plan(state);
      Broadcast<byte[]> theta = spark.broadcast(DeltaCodec.bytes(state.training.parameters));
      Broadcast<byte[]> moments =
          spark.broadcast(
              plan.sendsMoments() ? DeltaCodec.bytes(state.training.moments) : new byte[0]);
      long broadcast = System.nanoTime();
      try {
        ShardUpdates updates =
            ShardUpdates.gather(train(plan, theta, moments, state), plan, theta, averaging);
        updates.requireOneOfEach(averaging.shards());
        if (updates.diverged().size() <= DIVERGED_SHARE * averaging.shards()) {
          updates.apply(plan, state);
          advance(state, plan, updates);
          ShardUpdates.Clock clock = new ShardUpdates.Clock(begin, broadcast, slots());
          return updates.report(plan, state, clock, data.batchesPerEpoch());
        }
        rollBack(state, updates);
      } finally {
        theta.destroy();
        moments.destroy();
      }
    }
  }

  /** Tasks that run at the same time. */
  private int slots() {
    return Math.max(1, spark.defaultParallelism() / spark.getConf().getInt("spark.task.cpus", 1));
  }

  private RoundPlan<B> plan(RunState state) {
    int chunkStart = state.epochStep / data.batchesPerChunk() * data.batchesPerChunk();
    int steps = Math.min(averaging.localSteps(), data.batchesPerEpoch() - state.epochStep);
    return new RoundPlan<>(
        model,
        state.plannedSteps == 0 ? training : training.endingAt(state.plannedSteps),
        averaging,
        state.round,
        state.epoch,
        state.epochStep - chunkStart,
        steps,
        state.training.step,
        state.training.momentSteps,
        state.rate());
  }

  private JavaRDD<ShardUpdate> train(
      RoundPlan<B> plan, Broadcast<byte[]> theta, Broadcast<byte[]> moments, RunState state) {
    spark.setJobDescription("round " + (state.round + 1) + ", epoch " + (state.epoch + 1));
    JavaRDD<Shard<B>> shards = data.chunk(state.epochStep / data.batchesPerChunk());
    JavaRDD<float[]> carries = spark.parallelize(state.carries, averaging.shards());
    return shards.zipPartitions(
        carries,
        (shard, carry) -> {
          TaskContext task = TaskContext.get();
          ShardTrainer<B> trainer =
              new ShardTrainer<>(plan, task.partitionId(), task.attemptNumber());
          return List.of(trainer.train(theta.value(), moments.value(), shard.next(), carry.next()))
              .iterator();
        });
  }

  private void advance(RunState state, RoundPlan<B> plan, ShardUpdates updates) {
    updates.carryInto(state.carries);
    state.round++;
    state.updateAverage();
    state.targets += updates.targets();
    state.training.step += plan.steps();
    state.epochStep += plan.steps();
    if (state.epochStep >= data.batchesPerEpoch()) {
      state.startEpoch();
    }
  }

  /** The parameters have not been touched: half the rate is all there is to do. */
  private static void rollBack(RunState state, ShardUpdates updates) {
    if (state.rollbacks == MAX_ROLLBACKS) {
      throw new DivergedException(
          "round "
              + (state.round + 1)
              + " diverged in shards "
              + updates.diverged()
              + " again after "
              + MAX_ROLLBACKS
              + " halvings of the learning rate; lower the learning rate or the clip norm");
    }
    state.rollbacks++;
    state.rateFactor /= 2;
  }
}
