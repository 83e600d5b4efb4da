package dev.recurrent.nn;

/** |output - target|, with slope 0 where they are equal. */
public record AbsoluteError() implements ElementwiseLoss {
  @Override
  public double value(double output, double target) {
    return Math.abs(output - target);
  }

  @Override
  public double slope(double output, double target) {
    return Math.signum(output - target);
  }

  @Override
  public float[] exampleTargets(int outputSize) {
    return new float[] {-5f, 5f};
  }
}
