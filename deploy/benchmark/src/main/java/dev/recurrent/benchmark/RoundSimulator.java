package dev.recurrent.benchmark;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Rounds on a cluster that is not there: the parts measured on one machine, Spark's broadcast from
 * node to node, the driver's card that all updates come through, and nodes that are slower than
 * others. The same seed gives the same seconds.
 */
final class RoundSimulator {
  /** Slices that executors sum, at most: as {@code SlicedSum} cuts them. */
  private static final int MAX_SLICES = 32;

  /** Spark's defaults: copies once so many tasks are done, of those so much slower than them. */
  private static final double SPECULATION_QUANTILE = 0.75;

  private static final double SPECULATION_MULTIPLIER = 1.5;

  private final RoundCosts costs;
  private final Cluster cluster;
  private final SplittableRandom random;

  RoundSimulator(RoundCosts costs, Cluster cluster, long seed) {
    this.costs = costs;
    this.cluster = cluster;
    this.random = new SplittableRandom(seed);
  }

  /**
   * What a round does.
   *
   * @param shards W
   * @param parameters P
   * @param localSteps H
   * @param batchSeconds of one batch on one executor
   * @param sliced whether executors sum
   * @param up bytes of an update
   */
  record Load(
      int shards, long parameters, int localSteps, double batchSeconds, boolean sliced, long up) {
    double training() {
      return localSteps * batchSeconds;
    }
  }

  /**
   * What rounds took.
   *
   * @param seconds of a round, the mean
   * @param worst seconds of the slowest in twenty
   * @param efficiency training as a share of what the executors could have trained meanwhile
   */
  record Outcome(double seconds, double worst, double efficiency) {}

  Outcome run(Load load, int rounds) {
    double[] seconds = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      seconds[i] = round(load);
    }
    Arrays.sort(seconds);
    double mean = Arrays.stream(seconds).average().orElse(Double.NaN);
    int busy = Math.min(cluster.executors(), load.shards());
    return new Outcome(
        mean,
        seconds[(int) Math.ceil(0.95 * rounds) - 1],
        load.training() * load.shards() / busy / mean);
  }

  private double round(Load load) {
    int w = load.shards();
    double begin = costs.broadcast().seconds(w, load.parameters());
    double[] ready = new TorrentTimes(cluster, random).arrivals(4 * load.parameters());
    double[] ends = tasks(load, begin, ready);
    speculate(load, ends, begin);
    Arrays.sort(ends);
    double end = load.sliced() ? slices(load, ends[w - 1]) : collect(load, ends);
    return end + costs.transport(load.sliced()).apply().seconds(w, load.parameters());
  }

  /** When each shard is done: the next one goes to the executor that is free first. */
  private double[] tasks(Load load, double begin, double[] ready) {
    PriorityQueue<double[]> free = new PriorityQueue<>(Comparator.comparingDouble(e -> e[0]));
    for (double at : ready) {
      free.add(new double[] {begin + at, node()});
    }
    double[] ends = new double[load.shards()];
    for (int shard = 0; shard < ends.length; shard++) {
      double[] executor = free.remove();
      executor[0] += executor[1] * taskSeconds(load);
      ends[shard] = executor[0];
      free.add(executor);
    }
    return ends;
  }

  /** How much longer than the usual one a node takes in this round. */
  private double node() {
    Cluster.Luck luck = cluster.luck();
    double slow = random.nextDouble() < luck.slowShare() ? luck.slowFactor() : 1;
    return slow * Math.exp(luck.nodeSpread() * random.nextGaussian());
  }

  /** A task's seconds on the usual node; the spread of H batches shrinks with their number. */
  private double taskSeconds(Load load) {
    double spread = cluster.luck().stepSpread() / Math.sqrt(load.localSteps());
    double training = load.training() * Math.max(0.5, 1 + spread * random.nextGaussian());
    return training
        + costs.transport(load.sliced()).task().seconds(load.shards(), load.parameters());
  }

  private void speculate(Load load, double[] ends, double begin) {
    if (!cluster.luck().speculation()) {
      return;
    }
    double[] sorted = ends.clone();
    Arrays.sort(sorted);
    int done = Math.max(0, (int) Math.ceil(SPECULATION_QUANTILE * sorted.length) - 1);
    double median = sorted[sorted.length / 2] - begin;
    double from = Math.max(sorted[done], begin + SPECULATION_MULTIPLIER * median);
    for (int i = 0; i < ends.length; i++) {
      if (ends[i] > from) {
        ends[i] = Math.min(ends[i], from + node() * taskSeconds(load));
      }
    }
  }

  /** The driver fetches updates one after another and reads each. */
  private double collect(Load load, double[] ends) {
    Cost job = costs.collected().job();
    double each = cluster.seconds(load.up()) + job.perShard() + job.perUpdate() * load.parameters();
    double free = 0;
    for (double end : ends) {
      free = Math.max(free, end + cluster.roundTrip()) + each;
    }
    return free + job.fixed();
  }

  /** Executors fetch and sum a slice each; the driver fetches the sums, 8 bytes a parameter. */
  private double slices(Load load, double from) {
    RoundCosts.Transport parts = costs.sliced();
    int w = load.shards();
    int count = Math.min(Math.min(w, MAX_SLICES), cluster.executors());
    double fetched = (double) w * load.up() / count * (w - 1) / w;
    return from
        + cluster.roundTrip()
        + cluster.seconds(fetched)
        + parts.slices().seconds(w, load.parameters()) / count
        + cluster.seconds(8.0 * load.parameters())
        + parts.job().seconds(w, load.parameters());
  }
}
