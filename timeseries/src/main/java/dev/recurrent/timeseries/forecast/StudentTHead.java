package dev.recurrent.timeseries.forecast;

import java.util.Random;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.RandomGeneratorFactory;
import org.apache.commons.math3.special.Gamma;

/**
 * Student's t: place, scale, degrees of freedom above 2, so that there is a variance. Heavy tails
 * for series with jumps.
 */
record StudentTHead() implements Head {
  private static final double LEAST = 1e-4;

  @Override
  public int parameters() {
    return 3;
  }

  private static double freedom(float raw) {
    return 2 + Head.softplus(raw) + LEAST;
  }

  @Override
  public double lossAndGradient(float[] outputs, int at, float target, float share) {
    double scale = Head.softplus(outputs[at + 1]) + LEAST;
    double v = freedom(outputs[at + 2]);
    double z = (target - outputs[at]) / scale;
    double tail = 1 + z * z / v;
    double logs = Gamma.logGamma((v + 1) / 2) - Gamma.logGamma(v / 2) - 0.5 * Math.log(v * Math.PI);
    double dz = (v + 1) * z / (v * tail);
    double dv =
        0.5
            * (Gamma.digamma(v / 2)
                - Gamma.digamma((v + 1) / 2)
                + 1 / v
                + Math.log(tail)
                - (v + 1) * z * z / (v * v * tail));
    double dScale = Head.sigmoid(outputs[at + 1]) * (1 - dz * z) / scale;
    outputs[at] = (float) (-dz / scale * share);
    outputs[at + 1] = (float) (dScale * share);
    outputs[at + 2] = (float) (dv * Head.sigmoid(outputs[at + 2]) * share);
    return -logs + Math.log(scale) + (v + 1) / 2 * Math.log(tail);
  }

  @Override
  public double point(float[] outputs, int at) {
    return outputs[at];
  }

  @Override
  public double quantile(float[] outputs, int at, double level) {
    double scale = Head.softplus(outputs[at + 1]) + LEAST;
    TDistribution t = new TDistribution(null, freedom(outputs[at + 2]));
    return outputs[at] + scale * t.inverseCumulativeProbability(level);
  }

  @Override
  public double sample(float[] outputs, int at, Random random) {
    RandomGenerator generator = RandomGeneratorFactory.createRandomGenerator(random);
    double scale = Head.softplus(outputs[at + 1]) + LEAST;
    double v = freedom(outputs[at + 2]);
    // A normal over the root of a chi-squared by its degrees of freedom.
    double chiSquared = new GammaDistribution(generator, v / 2, 2).sample();
    return outputs[at] + scale * random.nextGaussian() / Math.sqrt(chiSquared / v);
  }
}
