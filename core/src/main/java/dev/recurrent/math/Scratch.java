package dev.recurrent.math;

import java.util.Arrays;

/**
 * Memory that a layer keeps from batch to batch: the first use of a larger shape allocates, every
 * later one reuses, and one of the last few shapes returns the same view.
 */
public final class Scratch {
  private static final Matrix NONE = Matrix.view(new float[0], 0, 0, 0);
  private final Matrix[] views = {NONE, NONE, NONE, NONE};
  private float[] data = NONE.data;
  private int oldest;

  /** A matrix of the shape; its content is whatever the last use, of any shape, left. */
  public Matrix matrix(int rows, int columns) {
    for (Matrix view : views) {
      if (view.rows == rows && view.columns == columns) {
        return view;
      }
    }
    int size = Math.multiplyExact(rows, columns);
    // One row more than needed: netlib wants room for whole strides also behind a column view.
    int room = Math.addExact(size, columns);
    if (data.length < room) {
      data = new float[room];
      Arrays.fill(views, NONE);
    }
    Matrix view = Matrix.view(data, 0, rows, columns);
    views[oldest] = view;
    oldest = (oldest + 1) % views.length;
    return view;
  }
}
