package dev.recurrent.report;

import java.util.stream.DoubleStream;

/**
 * The interval an axis has to show.
 *
 * @param low the least value
 * @param high the greatest value, at least {@code low}
 * @param whole whether all values are whole numbers, so that fractions between them mean nothing
 */
record Range(double low, double high, boolean whole) {

  /** Closer together than this, relative to their size, values cannot be told apart by labels. */
  private static final double CONSTANT = 1e-9;

  /** Spans under this lose their digits to denormal numbers. */
  private static final double LEAST_SPAN = 1e-290;

  /** The range of one or more finite values. */
  static Range of(DoubleStream values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    boolean whole = true;
    for (double value : values.toArray()) {
      low = Math.min(low, value);
      high = Math.max(high, value);
      whole &= value == Math.rint(value);
    }
    return new Range(low, high, whole);
  }

  /** This range, or a wider one around it where it is but a single value. */
  Range widened(boolean logarithmic) {
    double size = Math.max(Math.abs(low), Math.abs(high));
    if (high - low > Math.max(size * CONSTANT, LEAST_SPAN)) {
      return this;
    }
    if (logarithmic) {
      return new Range(low / 2, high * 2, whole);
    }
    double margin = size > LEAST_SPAN ? size / 2 : 1;
    return new Range(low - margin, high + margin, whole);
  }
}
