package dev.recurrent.timeseries.hierarchy;

import dev.recurrent.math.Seed;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which of a series' values each joint draw has: the rank among the draws. Series rise and fall
 * together as their past errors did (the empirical copula of Schaake's shuffle, Clark et al. 2004).
 * Without errors the leaves are independent, and a sum has the rank that its leaves' sum has.
 */
final class JointRanks {
  private final int[][] ranks;

  private JointRanks(int[][] ranks) {
    this.ranks = ranks;
  }

  /**
   * @param errors {@code [t][i]} of forecast i at time t; null for none
   * @param spreads of the leaves' forecasts, for the sums where there are no errors
   */
  static JointRanks of(
      Hierarchy hierarchy, double @Nullable [][] errors, double[] spreads, int draws, long seed) {
    double[] normal = QuantileCurve.strata(draws);
    double[][] keys = new double[draws][];
    int[][] ranks = new int[hierarchy.names().size()][];
    if (errors != null && errors.length > 0) {
      for (int d = 0; d < draws; d++) {
        keys[d] = errors[d % errors.length];
      }
      for (int i = 0; i < ranks.length; i++) {
        ranks[i] = ranks(keys, i, series(hierarchy, i, seed));
      }
      return new JointRanks(ranks);
    }
    for (int d = 0; d < draws; d++) {
      keys[d] = new double[ranks.length];
    }
    for (int i = hierarchy.sums(); i < ranks.length; i++) {
      ranks[i] = ranks(keys, i, series(hierarchy, i, seed));
    }
    for (int d = 0; d < draws; d++) {
      for (int i = hierarchy.sums(); i < ranks.length; i++) {
        keys[d][i] = spreads[i] * normal[ranks[i][d]];
      }
      hierarchy.add(keys[d]);
    }
    for (int i = 0; i < hierarchy.sums(); i++) {
      ranks[i] = ranks(keys, i, series(hierarchy, i, seed));
    }
    return new JointRanks(ranks);
  }

  private static long series(Hierarchy hierarchy, int i, long seed) {
    return Seed.of(seed, hierarchy.names().get(i).hashCode());
  }

  /** Ranks by a series' keys; equal keys are ordered at random. */
  private static int[] ranks(double[][] keys, int series, long seed) {
    int[] sorted =
        IntStream.range(0, keys.length)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(d -> keys[d][series])
                    .thenComparingLong(d -> Seed.bits(seed, d))
                    .thenComparingInt(d -> d))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] ranks = new int[sorted.length];
    for (int rank = 0; rank < sorted.length; rank++) {
      ranks[sorted[rank]] = rank;
    }
    return ranks;
  }

  /** From 0, of one draw of a series. */
  int rank(int series, int draw) {
    return ranks[series][draw];
  }
}
