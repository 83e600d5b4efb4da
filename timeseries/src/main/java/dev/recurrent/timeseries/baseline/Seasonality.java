package dev.recurrent.timeseries.baseline;

import java.util.Arrays;

/**
 * Seasonal indices of a series, by classical decomposition. The index of a place is that of its
 * place in the season.
 */
final class Seasonality {
  /** 90 % of a normal distribution lie within. */
  private static final double SIGNIFICANT = 1.645;

  private final double[] indices;

  private Seasonality(double[] indices) {
    this.indices = indices;
  }

  /** Multiplicative indices of 1. */
  static Seasonality none() {
    return new Seasonality(new double[] {1});
  }

  /**
   * M4's multiplicative season (Makridakis et al. 2020): indices of 1 where the autocorrelation at
   * the season is not significant.
   *
   * @param values without gaps
   * @param count values to read
   */
  static Seasonality of(float[] values, int count, int season) {
    if (season < 2 || count < 3 * season || !significant(values, count, season)) {
      return none();
    }
    double[] indices = indices(values, 0, count, season, true);
    boolean usable = Arrays.stream(indices).allMatch(x -> x > 0 && Double.isFinite(x));
    return usable ? new Seasonality(indices) : none();
  }

  double index(int place) {
    return indices[place % indices.length];
  }

  private static boolean significant(float[] x, int n, int season) {
    double mean = 0;
    for (int i = 0; i < n; i++) {
      mean += x[i] / (double) n;
    }
    double limit = 1;
    double at = 0;
    for (int lag = 1; lag <= season; lag++) {
      at = autocorrelation(x, n, mean, lag);
      limit += lag < season ? 2 * at * at : 0;
    }
    return Math.abs(at) > SIGNIFICANT * Math.sqrt(limit / n);
  }

  private static double autocorrelation(float[] x, int n, double mean, int lag) {
    double own = 0;
    double shifted = 0;
    for (int i = 0; i < n; i++) {
      own += (x[i] - mean) * (x[i] - mean);
      shifted += i >= lag ? (x[i] - mean) * (x[i - lag] - mean) : 0;
    }
    return own == 0 ? 0 : shifted / own;
  }

  /**
   * The mean ratio to a centred moving average at each place of the season, with a mean of 1; or
   * the mean difference from it, with a mean of 0.
   *
   * @return the index of place i is at {@code i % season}
   */
  static double[] indices(float[] x, int from, int to, int season, boolean ratios) {
    double[] sums = new double[season];
    int[] counts = new int[season];
    int half = season / 2;
    for (int i = from + half; i + half < to; i++) {
      double average = average(x, i, season, half);
      if (!ratios || average != 0) {
        sums[i % season] += ratios ? x[i] / average : x[i] - average;
        counts[i % season]++;
      }
    }
    double mean = 0;
    for (int s = 0; s < season; s++) {
      sums[s] = counts[s] == 0 ? (ratios ? 1 : 0) : sums[s] / counts[s];
      mean += sums[s] / season;
    }
    for (int s = 0; s < season; s++) {
      sums[s] = ratios ? sums[s] / mean : sums[s] - mean;
    }
    return sums;
  }

  private static double average(float[] x, int at, int season, int half) {
    double average = 0;
    for (int j = -half; j <= half; j++) {
      // An even season's window has one value too many: both ends count half.
      double weight = season % 2 == 0 && Math.abs(j) == half ? 0.5 : 1;
      average += weight * x[at + j] / season;
    }
    return average;
  }
}
