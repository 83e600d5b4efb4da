package dev.recurrent.timeseries.forecast;

import java.util.Random;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.RandomGeneratorFactory;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;

/**
 * Counts: a negative binomial with mean m and variance m + a m², both from a softplus (Salinas et
 * al. 2017, arXiv:1704.04110, section 3.1). Windows are not scaled for it: a count has no unit.
 */
record NegativeBinomialHead() implements Head {
  private static final double LEAST = 1e-6;
  private static final int MOST = 10_000;

  @Override
  public int parameters() {
    return 2;
  }

  private static double positive(float raw) {
    return Head.softplus(raw) + LEAST;
  }

  @Override
  public double lossAndGradient(float[] outputs, int at, float target, float share) {
    double m = positive(outputs[at]);
    double a = positive(outputs[at + 1]);
    double r = 1 / a;
    double y = target;
    double log1am = Math.log1p(a * m);
    double loss =
        -(Gamma.logGamma(y + r) - Gamma.logGamma(y + 1) - Gamma.logGamma(r))
            + r * log1am
            - y * (Math.log(a * m) - log1am);
    double dm = (m - y) / (m * (1 + a * m));
    double da =
        r * r * (Gamma.digamma(y + r) - Gamma.digamma(r) - log1am) + (m - y) * r / (1 + a * m);
    outputs[at] = (float) (dm * Head.sigmoid(outputs[at]) * share);
    outputs[at + 1] = (float) (da * Head.sigmoid(outputs[at + 1]) * share);
    return loss;
  }

  @Override
  public double point(float[] outputs, int at) {
    return positive(outputs[at]);
  }

  @Override
  public double quantile(float[] outputs, int at, double level) {
    double m = positive(outputs[at]);
    double r = 1 / positive(outputs[at + 1]);
    double success = r / (r + m);
    long low = -1;
    long high = 1;
    while (Beta.regularizedBeta(success, r, high + 1.0) < level) {
      low = high;
      high *= 2;
    }
    while (high - low > 1) {
      long middle = (low + high) / 2;
      if (Beta.regularizedBeta(success, r, middle + 1.0) < level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  @Override
  public double sample(float[] outputs, int at, Random random) {
    RandomGenerator generator = RandomGeneratorFactory.createRandomGenerator(random);
    double m = positive(outputs[at]);
    double a = positive(outputs[at + 1]);
    // A Poisson whose rate is drawn from a gamma.
    double rate = new GammaDistribution(generator, 1 / a, a * m).sample();
    return rate < LEAST ? 0 : new PoissonDistribution(generator, rate, LEAST, MOST).sample();
  }

  @Override
  public boolean counts() {
    return true;
  }
}
