package dev.recurrent.math;

/**
 * Memory that a layer keeps from batch to batch: the first use of a larger shape allocates, every
 * later one reuses, and the same shape returns the same view.
 */
public final class Scratch {
  private float[] data = new float[0];
  private Matrix view = Matrix.view(data, 0, 0, 0);

  /** A matrix of the shape; its content is whatever the last use left. */
  public Matrix matrix(int rows, int columns) {
    if (view.rows != rows || view.columns != columns) {
      int size = Math.multiplyExact(rows, columns);
      // One row more than needed: netlib wants room for whole strides also behind a column view.
      int room = Math.addExact(size, columns);
      if (data.length < room) {
        data = new float[room];
      }
      view = Matrix.view(data, 0, rows, columns);
    }
    return view;
  }
}
