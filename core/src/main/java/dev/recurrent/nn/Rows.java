package dev.recurrent.nn;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;

/** Passes over the rows of matrices that may be views. */
public final class Rows {
  private Rows() {}

  /** Row {@code at} of {@code to} becomes row {@code row} of {@code from}. */
  public static void copy(Matrix from, int row, Matrix to, int at) {
    System.arraycopy(from.data, from.index(row), to.data, to.index(at), to.columns);
  }

  /** to += from, of the same shape. */
  public static void add(Matrix from, Matrix to) {
    for (int i = 0; i < from.rows; i++) {
      Kernels.add(from.data, from.index(i), to.data, to.index(i), to.columns);
    }
  }

  /** x = x ⊙ by, of the same shape. */
  public static void scale(Matrix x, Matrix by) {
    for (int i = 0; i < x.rows; i++) {
      int to = x.index(i);
      int from = by.index(i);
      for (int j = 0; j < x.columns; j++) {
        x.data[to + j] *= by.data[from + j];
      }
    }
  }
}
