package example;

import dev.recurrent.timeseries.forecast.Head;

/** A Laplace distribution: its median m and its scale s, the mean distance from the median. */
public record LaplaceHead() implements Head {
  private static final double LEAST = 1e-4;

  @Override
  public int parameters() {
    return 2;
  }

  private static double scale(float raw) {
    return Head.softplus(raw) + LEAST;
  }

  /** log(2 s) + |y - m| / s, and its slopes by m and by what the softplus makes s of. */
  @Override
  public double lossAndGradient(float[] outputs, int at, float target, float share) {
    double s = scale(outputs[at + 1]);
    double distance = target - outputs[at];
    double loss = Math.log(2 * s) + Math.abs(distance) / s;
    double dScale = (1 - Math.abs(distance) / s) / s * Head.sigmoid(outputs[at + 1]);
    outputs[at] = (float) (-Math.signum(distance) / s * share);
    outputs[at + 1] = (float) (dScale * share);
    return loss;
  }

  @Override
  public double point(float[] outputs, int at) {
    return outputs[at];
  }

  @Override
  public double quantile(float[] outputs, int at, double level) {
    double s = scale(outputs[at + 1]);
    return level < 0.5
        ? outputs[at] + s * Math.log(2 * level)
        : outputs[at] - s * Math.log(2 - 2 * level);
  }
}
