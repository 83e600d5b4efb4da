package dev.recurrent.nn;

/** |error|, with slope 0 at 0. */
public record AbsoluteError() implements Loss {
  @Override
  public double value(double error) {
    return Math.abs(error);
  }

  @Override
  public double slope(double error) {
    return Math.signum(error);
  }
}
