package dev.recurrent.spark;

import java.util.Arrays;

/** Several counts taken in one pass over a table. */
public final class Counts {
  private Counts() {}

  /** The counts of two parts together, in a new array. */
  public static long[] plus(long[] a, long[] b) {
    long[] sum = new long[a.length];
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }
}
