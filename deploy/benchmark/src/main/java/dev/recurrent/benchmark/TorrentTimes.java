package dev.recurrent.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * When each executor has a broadcast, as Spark hands it round: blocks of 4 MiB, each executor
 * asking for those it lacks in random order, one at a time, from any node that has it already.
 */
final class TorrentTimes {
  private static final int BLOCK = 4 << 20;

  private static final Comparator<Ready> FIRST =
      Comparator.comparingDouble(Ready::at).thenComparingInt(Ready::executor);

  private final Cluster cluster;
  private final SplittableRandom random;

  TorrentTimes(Cluster cluster, SplittableRandom random) {
    this.cluster = cluster;
    this.random = random;
  }

  /** An executor that is ready for its next block. */
  private record Ready(double at, int executor) {}

  /** Seconds from the broadcast's start, by executor. */
  double[] arrivals(long bytes) {
    int n = cluster.executors();
    double[] arrival = new double[n];
    if (Double.isInfinite(cluster.gigabits())) {
      return arrival;
    }
    int blocks = (int) ((bytes + BLOCK - 1) / BLOCK);
    double each = cluster.seconds(bytes / (double) blocks);
    int[][] orders = new int[n][];
    PriorityQueue<Ready> queue = new PriorityQueue<>(FIRST);
    for (int e = 0; e < n; e++) {
      orders[e] = shuffled(blocks);
      queue.add(new Ready(0, e));
    }
    // The driver is the last node, and the first to have everything.
    double[] uplinkFree = new double[n + 1];
    List<List<Integer>> holders = new ArrayList<>();
    for (int b = 0; b < blocks; b++) {
      holders.add(new ArrayList<>(List.of(n)));
    }
    int[] next = new int[n];
    for (Ready now = queue.poll(); now != null; now = queue.poll()) {
      int e = now.executor;
      if (next[e] > 0) {
        holders.get(orders[e][next[e] - 1]).add(e);
      }
      arrival[e] = now.at;
      if (next[e] < blocks) {
        List<Integer> from = holders.get(orders[e][next[e]++]);
        int holder = from.get(random.nextInt(from.size()));
        double start = Math.max(now.at + cluster.roundTrip(), uplinkFree[holder]);
        uplinkFree[holder] = start + each;
        queue.add(new Ready(uplinkFree[holder] + cluster.roundTrip(), e));
      }
    }
    return arrival;
  }

  private int[] shuffled(int count) {
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }
}
