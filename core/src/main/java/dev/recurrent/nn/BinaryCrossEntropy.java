package dev.recurrent.nn;

import dev.recurrent.math.Activations;

/**
 * -t log p - (1 - t) log(1 - p) with p = σ(output), in nats: for targets t of 0 and 1, or shares
 * between. With several outputs each is a question of its own, as for labels that do not exclude
 * one another.
 */
public record BinaryCrossEntropy() implements ElementwiseLoss {
  @Override
  public double value(double output, double target) {
    // softplus(x) - t x, which does not overflow.
    return Math.max(output, 0) - output * target + Math.log1p(Math.exp(-Math.abs(output)));
  }

  @Override
  public double slope(double output, double target) {
    return 1 / (1 + Math.exp(-output)) - target;
  }

  @Override
  public void requireTarget(float target, int outputSize) {
    if (!(target >= 0 && target <= 1)) {
      throw new IllegalArgumentException(
          "target is "
              + target
              + ", expected 0, 1 or a share between them; for classes above 1 use"
              + " SoftmaxCrossEntropy");
    }
  }

  /** The probabilities p. */
  @Override
  public void predict(float[] outputs, int at, int count) {
    for (int j = at; j < at + count; j++) {
      outputs[j] = Activations.sigmoid(outputs[j]);
    }
  }
}
