package dev.recurrent.timeseries.series;

/**
 * The typical size of values, as a power of two: exponents are counted, and counts add up to the
 * same in whatever order.
 */
public final class Magnitude {
  private static final int LEAST = Float.MIN_EXPONENT - 23;

  private Magnitude() {}

  /** How many of the first values, zeros and gaps aside, have each exponent. */
  public static long[] count(float[] values, int end) {
    long[] counts = new long[Float.MAX_EXPONENT - LEAST + 1];
    for (int i = 0; i < Math.min(end, values.length); i++) {
      if (values[i] != 0 && Float.isFinite(values[i])) {
        // As a double, so that the smallest floats have exponents of their own.
        counts[Math.getExponent((double) values[i]) - LEAST]++;
      }
    }
    return counts;
  }

  /** The power of two at the median of what was counted; 1 of nothing. */
  public static double typical(long[] counts) {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    long below = 0;
    for (int i = 0; i < counts.length; i++) {
      below += counts[i];
      if (all > 0 && 2 * below >= all) {
        return Math.scalb(1.0, i + LEAST);
      }
    }
    return 1;
  }
}
