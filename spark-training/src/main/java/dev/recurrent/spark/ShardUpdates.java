package dev.recurrent.spark;

import dev.recurrent.train.GradientClip;
import dev.recurrent.train.OptimizerStep;
import dev.recurrent.train.TrainingState;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * The W updates of a round, by shard. Sums run in shard order, in double: the same bits whatever
 * finished first.
 */
final class ShardUpdates {
  private final List<ShardUpdate> updates;

  /** Already summed on the executors, or null where the payloads are here. */
  private final @Nullable SlicedSum sliced;

  private ShardUpdates(List<ShardUpdate> updates, @Nullable SlicedSum sliced) {
    this.updates = updates;
    this.sliced = sliced;
  }

  /** Runs the round's job; sums on the executors where the driver would have too much to hold. */
  static ShardUpdates gather(
      JavaRDD<ShardUpdate> round,
      RoundPlan<?> plan,
      Broadcast<byte[]> theta,
      AveragingConfig averaging) {
    int parameters = theta.value().length / 4;
    int perParameter = plan.training().optimizer().momentsPerParameter();
    if (averaging.sumsInSlices(averaging.bytesUp(parameters, (long) parameters * perParameter))) {
      int moments = plan.sendsMoments() ? perParameter : 0;
      SlicedSum sum =
          new SlicedSum(
              plan.codec(parameters), parameters, moments * parameters, averaging.shards());
      return new ShardUpdates(sum.run(round, theta), sum);
    }
    // collect() places results by partition, not by time of arrival.
    List<ShardUpdate> updates = new ArrayList<>(round.collect());
    updates.sort(Comparator.comparingInt(u -> u.shard));
    return new ShardUpdates(updates, null);
  }

  /**
   * @throws IllegalStateException if a shard is missing or counted twice: never a silent bad mean
   */
  void requireOneOfEach(int shards) {
    int[] ids = updates.stream().mapToInt(u -> u.shard).toArray();
    int[] expected = java.util.stream.IntStream.range(0, shards).toArray();
    if (!Arrays.equals(ids, expected)) {
      throw new IllegalStateException(
          "round has updates of shards "
              + Arrays.toString(ids)
              + ", expected one of each of "
              + shards);
    }
  }

  List<Integer> diverged() {
    return shardsWith(ShardUpdate.Status.DIVERGED);
  }

  private List<Integer> shardsWith(ShardUpdate.Status status) {
    return updates.stream().filter(u -> u.status == status).map(u -> u.shard).toList();
  }

  long targets() {
    return trained().stream().mapToLong(u -> u.targets).sum();
  }

  private List<ShardUpdate> trained() {
    return updates.stream().filter(u -> u.status == ShardUpdate.Status.TRAINED).toList();
  }

  /** Share of each trained shard in the mean, its targets over all; exactly 1 if it is alone. */
  static double[] weights(List<ShardUpdate> trained) {
    double all = trained.stream().mapToLong(u -> u.targets).sum();
    return trained.stream().mapToDouble(u -> u.targets / all).toArray();
  }

  /** Moves the parameters by the round's strategy. */
  void apply(RoundPlan<?> plan, RunState state) {
    if (trained().isEmpty()) {
      return;
    }
    if (plan.averaging().strategy().isSync()) {
      stepByMeanGradient(plan, state);
      return;
    }
    AveragingStrategy strategy = plan.averaging().strategy();
    double mu = strategy.muAt(plan.round());
    float[] theta = state.training.parameters;
    float[] start = theta.clone();
    double[] sums = new double[DeltaCodec.BLOCK];
    for (int from = 0; from < theta.length; from += DeltaCodec.BLOCK) {
      int count = Math.min(DeltaCodec.BLOCK, theta.length - from);
      meanDelta(plan, start, from, count, sums);
      for (int i = 0; i < count; i++) {
        double d = sums[i];
        double v = mu * state.velocity[from + i] + d;
        state.velocity[from + i] = (float) v;
        theta[from + i] = (float) (start[from + i] - strategy.eta() * (d + mu * v));
      }
    }
    if (plan.sendsMoments()) {
      averageMoments(plan, state.training);
    }
  }

  private void meanDelta(RoundPlan<?> plan, float[] start, int from, int count, double[] sums) {
    if (sliced != null) {
      System.arraycopy(sliced.meanDelta(), from, sums, 0, count);
      return;
    }
    Arrays.fill(sums, 0);
    List<ShardUpdate> trained = trained();
    double[] weights = weights(trained);
    DeltaCodec codec = plan.codec(start.length);
    for (int w = 0; w < weights.length; w++) {
      codec.addDelta(trained.get(w).parameters, start, from, count, weights[w], sums);
    }
  }

  /** The weighted mean of floats that came as bytes, in shard order. */
  private static void mean(List<byte[]> payloads, double[] weights, float[] result) {
    // Read in place: their floats would need as much memory again.
    List<FloatBuffer> values = payloads.stream().map(DeltaCodec::view).toList();
    for (int i = 0; i < result.length; i++) {
      double sum = 0;
      for (int w = 0; w < weights.length; w++) {
        sum += weights[w] * values.get(w).get(i);
      }
      result[i] = (float) sum;
    }
  }

  private void averageMoments(RoundPlan<?> plan, TrainingState state) {
    if (sliced == null) {
      List<ShardUpdate> trained = trained();
      mean(trained.stream().map(u -> u.moments).toList(), weights(trained), state.moments);
    } else {
      double[] mean = sliced.meanMoments();
      for (int i = 0; i < mean.length; i++) {
        state.moments[i] = (float) mean[i];
      }
    }
    state.momentSteps += plan.steps();
  }

  private void stepByMeanGradient(RoundPlan<?> plan, RunState state) {
    List<ShardUpdate> trained = trained();
    float[] gradient = new float[state.training.parameters.length];
    mean(trained.stream().map(u -> u.parameters).toList(), weights(trained), gradient);
    GradientClip clip = plan.training().clip();
    if (Double.isFinite(clip.apply(gradient))) {
      new OptimizerStep(plan.training()).apply(state.training, gradient, plan.rateFactor());
    }
  }

  void carryInto(List<float[]> carries) {
    for (ShardUpdate update : updates) {
      carries.set(update.shard, update.carry);
    }
  }

  /**
   * When a round began and when it had handed out the parameters, in nanoseconds.
   *
   * @param slots tasks that run at the same time
   */
  record Clock(long begin, long broadcast, int slots) {}

  RoundReport report(RoundPlan<?> plan, RunState state, Clock clock, int perEpoch) {
    long now = System.nanoTime();
    int busy = Math.min(clock.slots(), updates.size());
    double mean = updates.stream().mapToDouble(u -> u.computeNanos).sum() / busy;
    double slowest = updates.stream().mapToDouble(u -> u.computeNanos).max().orElse(0);
    // Where shards wait for one another's slots, the slots' work takes longer than any shard.
    double compute = Math.max(mean, slowest);
    double lossSum = trained().stream().mapToDouble(u -> u.lossSum).sum();
    long targets = targets();
    return new RoundReport(
        state.round,
        state.epoch + state.epochStep / (double) perEpoch,
        targets == 0 ? Double.NaN : lossSum / targets,
        null,
        null,
        targets * 1e9 / (now - clock.begin()),
        plan.training().learningRate()
            * plan.training().schedule().factor(plan.step())
            * plan.rateFactor(),
        (clock.broadcast() - clock.begin()) / 1_000_000,
        (long) compute / 1_000_000,
        (long) Math.max(0, now - clock.broadcast() - compute) / 1_000_000,
        (long) (compute - mean) / 1_000_000,
        trained().size(),
        shardsWith(ShardUpdate.Status.EMPTY).size(),
        updates.stream().mapToInt(u -> u.retries).sum(),
        updates.stream().mapToInt(u -> u.skippedSteps).sum(),
        diverged(),
        ParameterHash.shortHash(state.training.parameters),
        updates.stream().map(u -> u.kernels).distinct().sorted().toList());
  }
}
