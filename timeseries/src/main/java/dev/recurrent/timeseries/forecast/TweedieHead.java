package dev.recurrent.timeseries.forecast;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Gamma;

/**
 * Amounts of at least 0 that are often exactly 0: Tweedie's distribution of power 1.5, with mean m
 * and variance s m^1.5, both from a softplus. It is a Poisson number of exponential amounts, so its
 * density has a closed form with the Bessel function of order 1 (Jorgensen 1987; Dunn and Smyth
 * 2005, doi:10.1007/s11222-005-4070-y).
 */
record TweedieHead() implements Head {
  private static final double LEAST = 1e-4;
  private static final NormalDistribution STANDARD = new NormalDistribution(null, 0, 1);

  /** Above this expected number of amounts the distribution is a normal one. */
  private static final double MANY = 10_000;

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
    double s = positive(outputs[at + 1]);
    double root = Math.sqrt(m);
    double loss = 2 * root / s;
    double dm = 1 / (s * root);
    double ds = -2 * root / (s * s);
    if (target > 0) {
      double y = target;
      double x = 4 * Math.sqrt(y) / s;
      double[] bessel = BesselRatio.of(x);
      loss += 2 * y / (s * root) - Math.log(2 / s) + 0.5 * Math.log(y) - bessel[0];
      dm -= y / (s * m * root);
      ds += (x * bessel[1] - 2 * y / (s * root)) / s;
    }
    outputs[at] = (float) (dm * Head.sigmoid(outputs[at]) * share);
    outputs[at + 1] = (float) (ds * Head.sigmoid(outputs[at + 1]) * share);
    return loss;
  }

  @Override
  public double point(float[] outputs, int at) {
    return positive(outputs[at]);
  }

  @Override
  public double quantile(float[] outputs, int at, double level) {
    double m = positive(outputs[at]);
    double s = positive(outputs[at + 1]);
    double number = 2 * Math.sqrt(m) / s;
    double amount = s * Math.sqrt(m) / 2;
    if (Math.exp(-number) >= level) {
      return 0;
    }
    if (number > MANY) {
      double deviation = Math.sqrt(s * m * Math.sqrt(m));
      return Math.max(0, m + deviation * STANDARD.inverseCumulativeProbability(level));
    }
    double low = 0;
    double high = m + amount;
    while (above(number, high / amount) > 1 - level) {
      low = high;
      high *= 2;
    }
    while (high - low > 1e-9 * high) {
      double middle = (low + high) / 2;
      if (above(number, middle / amount) > 1 - level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /**
   * The probability that the sum of a Poisson number of exponential amounts is above a value: that
   * fewer arrivals of rate 1 come before the value than the number is.
   */
  private static double above(double number, double value) {
    double spread = 10 * Math.sqrt(number) + 20;
    int first = (int) Math.max(1, number - spread);
    int last = (int) (number + spread);
    double probability = Math.exp(first * Math.log(number) - number - Gamma.logGamma(first + 1.0));
    double arrival =
        value == 0
            ? (first == 1 ? 1 : 0)
            : Math.exp((first - 1) * Math.log(value) - value - Gamma.logGamma(first));
    double fewer = value == 0 ? 1 : Gamma.regularizedGammaQ(first, value);
    double sum = 0;
    for (int n = first; n <= last; n++) {
      sum += probability * Math.min(1, fewer);
      probability *= number / (n + 1);
      arrival *= value / n;
      fewer += arrival;
    }
    return sum;
  }

  @Override
  public boolean nonNegative() {
    return true;
  }
}
