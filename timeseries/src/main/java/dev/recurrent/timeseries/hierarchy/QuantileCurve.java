package dev.recurrent.timeseries.hierarchy;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * All quantiles of a forecast from the few that it has: straight lines over the standard normal's
 * quantiles, so that a normal distribution is met exactly and the tails are those of a normal.
 */
final class QuantileCurve {
  private static final NormalDistribution STANDARD = new NormalDistribution(null, 0, 1);

  private final double[] known;

  /**
   * @param levels rising, from 0 to 1, both excluded; two at least
   */
  QuantileCurve(double[] levels) {
    known = normal(levels);
  }

  private static double[] normal(double[] levels) {
    return Arrays.stream(levels).map(STANDARD::inverseCumulativeProbability).toArray();
  }

  /** The middles of equal shares of a standard normal, rising. */
  static double[] strata(int count) {
    double[] levels = new double[count];
    for (int i = 0; i < count; i++) {
      levels[i] = (i + 0.5) / count;
    }
    return normal(levels);
  }

  /**
   * @param quantiles of the levels, rising
   * @param normal quantile of a standard normal
   */
  double at(double[] quantiles, double normal) {
    int right = 1;
    while (right < known.length - 1 && known[right] < normal) {
      right++;
    }
    double share = (normal - known[right - 1]) / (known[right] - known[right - 1]);
    return quantiles[right - 1] + share * (quantiles[right] - quantiles[right - 1]);
  }
}
