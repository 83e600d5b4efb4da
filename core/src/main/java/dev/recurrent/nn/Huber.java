package dev.recurrent.nn;

/**
 * error²/2 near zero, delta (|error| - delta/2) beyond delta, where error = output - target. Huber
 * (1964).
 *
 * @param delta where the parabola becomes a line, above 0
 */
public record Huber(double delta) implements ElementwiseLoss {
  /**
   * @throws IllegalArgumentException unless {@code delta} is above 0
   */
  public Huber {
    if (!(delta > 0)) {
      throw new IllegalArgumentException("Huber's delta is " + delta + ", expected above 0");
    }
  }

  @Override
  public double value(double output, double target) {
    double error = output - target;
    double size = Math.abs(error);
    return size <= delta ? 0.5 * error * error : delta * (size - 0.5 * delta);
  }

  @Override
  public double slope(double output, double target) {
    return Math.max(-delta, Math.min(delta, output - target));
  }
}
