package dev.recurrent.timeseries.forecast;

import dev.recurrent.nn.Loss;
import org.apache.commons.math3.random.RandomGenerator;

/** One number; every quantile is that number. */
record PointHead(Loss loss) implements Head {
  @Override
  public int parameters() {
    return 1;
  }

  @Override
  public double lossAndGradient(float[] outputs, int at, float target, float share) {
    double error = (double) outputs[at] - target;
    outputs[at] = (float) loss.slope(error) * share;
    return loss.value(error);
  }

  @Override
  public double point(float[] outputs, int at) {
    return outputs[at];
  }

  @Override
  public double quantile(float[] outputs, int at, double level) {
    return outputs[at];
  }

  @Override
  public double sample(float[] outputs, int at, RandomGenerator random) {
    return outputs[at];
  }
}
