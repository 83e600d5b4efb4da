package dev.recurrent.benchmark;

import java.util.Arrays;

/** Times of equal runs, in nanoseconds. */
final class Times {
  private long[] values = new long[0];

  void add(long[] more) {
    int n = values.length;
    values = Arrays.copyOf(values, n + more.length);
    System.arraycopy(more, 0, values, n, more.length);
  }

  double median() {
    return quantile(0.5);
  }

  /** Half the distance of the quartiles, as a share of the median. */
  double spread() {
    return (quantile(0.75) - quantile(0.25)) / 2 / median();
  }

  private double quantile(double share) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = share * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }
}
