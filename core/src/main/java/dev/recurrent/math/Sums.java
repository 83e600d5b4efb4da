package dev.recurrent.math;

/** Sums of many floats, in double. */
public final class Sums {
  private Sums() {}

  /** The sum of squares, in double, in an order that never changes. */
  public static double ofSquares(float[] x, int from, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int end = from + count;
    int j = from;
    for (; j + 4 <= end; j += 4) {
      s0 += (double) x[j] * x[j];
      s1 += (double) x[j + 1] * x[j + 1];
      s2 += (double) x[j + 2] * x[j + 2];
      s3 += (double) x[j + 3] * x[j + 3];
    }
    for (; j < end; j++) {
      s0 += (double) x[j] * x[j];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** The sum of {@code count} floats, in double, in an order that never changes. */
  public static double of(float[] x, int from, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int end = from + count;
    int j = from;
    for (; j + 4 <= end; j += 4) {
      s0 += x[j];
      s1 += x[j + 1];
      s2 += x[j + 2];
      s3 += x[j + 3];
    }
    for (; j < end; j++) {
      s0 += x[j];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
