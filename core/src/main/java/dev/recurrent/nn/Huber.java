package dev.recurrent.nn;

/**
 * error²/2 near zero, delta (|error| - delta/2) beyond delta. Huber (1964).
 *
 * @param delta where the parabola becomes a line, above 0
 */
public record Huber(double delta) implements Loss {
  /**
   * @throws IllegalArgumentException unless {@code delta} is above 0
   */
  public Huber {
    if (!(delta > 0)) {
      throw new IllegalArgumentException("Huber's delta is " + delta + ", expected above 0");
    }
  }

  @Override
  public double value(double error) {
    double size = Math.abs(error);
    return size <= delta ? 0.5 * error * error : delta * (size - 0.5 * delta);
  }

  @Override
  public double slope(double error) {
    return Math.max(-delta, Math.min(delta, error));
  }
}
