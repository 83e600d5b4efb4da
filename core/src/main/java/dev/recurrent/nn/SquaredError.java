package dev.recurrent.nn;

/** (output - target)², Keras's and PyTorch's mean squared error: without the half. */
public record SquaredError() implements ElementwiseLoss {
  @Override
  public double value(double output, double target) {
    return (output - target) * (output - target);
  }

  @Override
  public double slope(double output, double target) {
    return 2 * (output - target);
  }
}
