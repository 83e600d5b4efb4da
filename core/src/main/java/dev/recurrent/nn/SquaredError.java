package dev.recurrent.nn;

/** error², Keras's and PyTorch's mean squared error: without the half. */
public record SquaredError() implements Loss {
  @Override
  public double value(double error) {
    return error * error;
  }

  @Override
  public double slope(double error) {
    return 2 * error;
  }
}
