package dev.recurrent.nn.cell;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Dropout;

/**
 * Recurrent weights of which a share is zero while a batch is trained on: DropConnect on {@code
 * weight_hh}, Merity, Keskar and Socher (2017, arXiv:1708.02182). The mask is one for all steps of
 * a batch, so that it costs one pass over the weights. Without a mask the copy has the weights' own
 * bits.
 */
final class WeightDrop {
  private final Matrix source;
  private final Matrix target;
  private final Matrix value;
  private final Matrix gradient;
  private final Dropout mask;
  private boolean masked;

  /**
   * @param rate share of weights set to zero, 0 to below 1
   * @param source (gateSize,H), the parameters
   * @param target their gradient
   */
  WeightDrop(float rate, Matrix source, Matrix target) {
    this.source = source;
    this.target = target;
    mask = new Dropout(rate, Dropout.Kind.EACH_STEP);
    value = Matrix.zeros(source.rows, source.columns);
    gradient = Matrix.zeros(source.rows, source.columns);
  }

  /** The weights to multiply with, (gateSize,H). */
  Matrix value() {
    return value;
  }

  /** Where the gradient of {@link #value} is summed. */
  Matrix gradient() {
    return gradient;
  }

  /** Copies the parameters' present values. */
  void keep() {
    value.copyFrom(source);
    masked = false;
  }

  /** Copies the parameters' present values under a new mask. */
  void draw(long seed) {
    value.copyFrom(mask.forward(source, source.rows, seed));
    masked = true;
  }

  /** Adds the sum of a walk back to the parameters' gradient. */
  void addGradient() {
    if (masked) {
      mask.backward(gradient);
    }
    for (int i = 0; i < gradient.rows; i++) {
      Kernels.add(gradient.data, gradient.index(i), target.data, target.index(i), target.columns);
    }
    gradient.fill(0f);
  }
}
