package dev.recurrent.nn;

import dev.recurrent.math.Matrix;

/**
 * Penalties on a layer's outputs while training: activation regularisation, the mean of their
 * squares, and temporal activation regularisation, the mean of the squared changes from step to
 * step. Merity, McCann and Socher (2017, arXiv:1708.01009).
 */
public final class ActivationPenalty {
  private final float size;
  private final float change;

  /**
   * @param size factor of the mean square, 0 or more
   * @param change factor of the mean squared change, 0 or more
   */
  public ActivationPenalty(float size, float change) {
    if (!(size >= 0 && change >= 0 && size < Float.MAX_VALUE && change < Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "activation penalties are " + size + " and " + change + ", expected 0 or more");
    }
    this.size = size;
    this.change = change;
  }

  /**
   * Adds the gradient of the penalty on the outputs' size.
   *
   * @param y (R,N), after dropout
   * @param dY their gradient
   * @return the penalty, a part of the mean loss
   */
  public double addSize(Matrix y, Matrix dY) {
    if (size == 0 || y.rows == 0) {
      return 0;
    }
    double count = (double) y.rows * y.columns;
    float slope = (float) (2 * size / count);
    double sum = 0;
    for (int i = 0; i < y.rows; i++) {
      int from = y.index(i);
      int to = dY.index(i);
      for (int j = 0; j < y.columns; j++) {
        float value = y.data[from + j];
        sum += (double) value * value;
        dY.data[to + j] += slope * value;
      }
    }
    return size * sum / count;
  }

  /**
   * Adds the gradient of the penalty on the outputs' changes.
   *
   * @param h (T*B,N), before dropout
   * @param dH their gradient
   * @param batch B
   * @return the penalty, a part of the mean loss
   */
  public double addChange(Matrix h, Matrix dH, int batch) {
    if (change == 0 || h.rows <= batch) {
      return 0;
    }
    double count = (double) (h.rows - batch) * h.columns;
    float slope = (float) (2 * change / count);
    double sum = 0;
    for (int i = batch; i < h.rows; i++) {
      int now = h.index(i);
      int before = h.index(i - batch);
      int dNow = dH.index(i);
      int dBefore = dH.index(i - batch);
      for (int j = 0; j < h.columns; j++) {
        float step = h.data[now + j] - h.data[before + j];
        sum += (double) step * step;
        dH.data[dNow + j] += slope * step;
        dH.data[dBefore + j] -= slope * step;
      }
    }
    return change * sum / count;
  }
}
