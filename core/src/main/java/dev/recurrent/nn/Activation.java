package dev.recurrent.nn;

import dev.recurrent.math.Activations;
import dev.recurrent.math.Matrix;

/** What a dense layer applies to each of its outputs. */
public enum Activation {
  LINEAR,
  TANH,
  SIGMOID,
  RELU;

  /** Applies it in place. */
  public void forward(Matrix y) {
    if (this == LINEAR) {
      return;
    }
    for (int i = 0; i < y.rows; i++) {
      int at = y.index(i);
      for (int j = at; j < at + y.columns; j++) {
        y.data[j] = value(y.data[j]);
      }
    }
  }

  private float value(float x) {
    return switch (this) {
      case LINEAR -> x;
      case TANH -> Activations.tanh(x);
      case SIGMOID -> Activations.sigmoid(x);
      case RELU -> Math.max(0f, x);
    };
  }

  /**
   * Multiplies a gradient by the slope, in place.
   *
   * @param y what {@link #forward} gave
   */
  public void backward(Matrix y, Matrix dOutput) {
    if (this == LINEAR) {
      return;
    }
    for (int i = 0; i < y.rows; i++) {
      int from = y.index(i);
      int at = dOutput.index(i);
      for (int j = 0; j < y.columns; j++) {
        dOutput.data[at + j] *= slope(y.data[from + j]);
      }
    }
  }

  private float slope(float y) {
    return switch (this) {
      case LINEAR -> 1f;
      case TANH -> 1 - y * y;
      case SIGMOID -> y * (1 - y);
      case RELU -> y > 0 ? 1f : 0f;
    };
  }
}
