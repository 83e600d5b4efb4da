package dev.recurrent.nn;

import dev.recurrent.math.Matrix;

/**
 * The input of a layer where many rows are equal, as a batch's tokens are: each distinct row once.
 * What is linear in a row is then computed once for each.
 *
 * @param rows the distinct rows, (U,D)
 * @param indices for each of the T*B rows, its index among {@code rows}; 0, 1, 2, ... where U is
 *     T*B
 */
public record DistinctRows(Matrix rows, int[] indices) {
  /** Whether each row stands for itself: there is nothing to share. */
  public boolean single() {
    return rows.rows == indices.length;
  }

  /** Whether there are so few distinct rows among {@code count} that sharing them pays. */
  static boolean pays(int distinct, int count) {
    return 4L * distinct <= 3L * count;
  }
}
