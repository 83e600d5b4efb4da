package dev.recurrent.timeseries.forecast;

import java.util.Random;
import org.apache.commons.math3.distribution.NormalDistribution;

/** A normal distribution: mean, and the softplus of its deviation. */
record NormalHead() implements Head {
  private static final double LEAST = 1e-4;
  private static final double HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);
  private static final NormalDistribution STANDARD = new NormalDistribution(null, 0, 1);

  @Override
  public int parameters() {
    return 2;
  }

  @Override
  public double lossAndGradient(float[] outputs, int at, float target, float share) {
    double raw = outputs[at + 1];
    double deviation = Head.softplus(raw) + LEAST;
    double z = (target - outputs[at]) / deviation;
    outputs[at] = (float) (-z / deviation * share);
    outputs[at + 1] = (float) ((1 - z * z) / deviation * Head.sigmoid(raw) * share);
    return HALF_LOG_2PI + Math.log(deviation) + 0.5 * z * z;
  }

  @Override
  public double point(float[] outputs, int at) {
    return outputs[at];
  }

  @Override
  public double quantile(float[] outputs, int at, double level) {
    double deviation = Head.softplus(outputs[at + 1]) + LEAST;
    return outputs[at] + deviation * STANDARD.inverseCumulativeProbability(level);
  }

  @Override
  public double sample(float[] outputs, int at, Random random) {
    return outputs[at] + (Head.softplus(outputs[at + 1]) + LEAST) * random.nextGaussian();
  }
}
