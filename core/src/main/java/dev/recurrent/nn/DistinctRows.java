package dev.recurrent.nn;

import dev.recurrent.math.Matrix;

/**
 * What a layer reads where rows are alike, as a batch's tokens are: each different row once. What
 * is linear in a row need then be computed for those only.
 *
 * @param rows the different rows, (U,D)
 * @param places which of them each of the T*B rows is; where U is T*B, row i is rows' own i
 */
public record DistinctRows(Matrix rows, int[] places) {
  /** Whether no row stands for another. */
  public boolean single() {
    return rows.rows == places.length;
  }

  /** Whether so few different rows among so many are worth being told apart. */
  static boolean pays(int different, int count) {
    return 4L * different <= 3L * count;
  }
}
