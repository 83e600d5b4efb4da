package dev.recurrent.timeseries.series;

/**
 * Count, mean and sum of squared distances from the mean of observed values, in one pass that does
 * not cancel where the mean is large (Welford 1962), and merged as Chan, Golub and LeVeque (1979)
 * do. Merging rounds: who wants the same bits merges in the same order.
 */
public final class Moments {
  /** Doubles of {@link #toArray}. */
  public static final int SIZE = 3;

  private final double count;
  private final double mean;
  private final double squares;

  private Moments(double count, double mean, double squares) {
    this.count = count;
    this.mean = mean;
    this.squares = squares;
  }

  /** Of the values from one place to before another that are not NaN. */
  public static Moments of(float[] values, int from, int to) {
    double n = 0;
    double mean = 0;
    double squares = 0;
    for (int i = from; i < to; i++) {
      if (!Float.isNaN(values[i])) {
        n++;
        double off = values[i] - mean;
        mean += off / n;
        squares += off * (values[i] - mean);
      }
    }
    return new Moments(n, mean, squares);
  }

  /** Of one value, seen {@code count} times. */
  public static Moments constant(float value, int count) {
    return Float.isNaN(value) ? new Moments(0, 0, 0) : new Moments(count, value, 0);
  }

  /** Of these values and others. */
  public Moments plus(Moments other) {
    double n = count + other.count;
    if (other.count == 0 || count == 0) {
      return other.count == 0 ? this : other;
    }
    double off = other.mean - mean;
    return new Moments(
        n,
        mean + off * other.count / n,
        squares + other.squares + off * off * count * other.count / n);
  }

  /** Values seen. */
  public long count() {
    return (long) count;
  }

  /** 0 of no values. */
  public double mean() {
    return mean;
  }

  /** The root of the mean squared distance from the mean; 0 of no values. */
  public double deviation() {
    return count == 0 ? 0 : Math.sqrt(squares / count);
  }

  /** Writes {@link #SIZE} doubles, so that a shuffle moves arrays. */
  public void toArray(double[] to, int at) {
    to[at] = count;
    to[at + 1] = mean;
    to[at + 2] = squares;
  }

  /** What {@link #toArray} wrote. */
  public static Moments fromArray(double[] from, int at) {
    return new Moments(from[at], from[at + 1], from[at + 2]);
  }
}
