package dev.recurrent.timeseries.forecast;

/** The modified Bessel functions of order 0 and 1, as far as a density and its slope need them. */
final class BesselRatio {
  /** From here the asymptotic series is exact to a double. */
  private static final double FAR = 40;

  private BesselRatio() {}

  /**
   * @param x above 0
   * @return {@code log I1(x)} and {@code I0(x) / I1(x)}
   */
  static double[] of(double x) {
    if (x > FAR) {
      double zero = asymptotic(0, x);
      double one = asymptotic(1, x);
      return new double[] {
        x - 0.5 * Math.log(2 * Math.PI * x) + Math.log(one), zero / one,
      };
    }
    double quarter = x * x / 4;
    double term = 1;
    double zero = 1;
    double one = 1;
    for (int k = 1; term > 1e-17 * zero; k++) {
      term *= quarter / ((double) k * k);
      zero += term;
      one += term / (k + 1);
    }
    return new double[] {Math.log(x / 2) + Math.log(one), zero / (one * x / 2)};
  }

  /** Abramowitz and Stegun 9.7.1, without the exponential and the root. */
  private static double asymptotic(int order, double x) {
    double squares = 4.0 * order * order;
    double term = 1;
    double sum = 1;
    for (int k = 1; k < 20; k++) {
      double odd = 2 * k - 1;
      term *= -(squares - odd * odd) / (8 * k * x);
      sum += term;
    }
    return sum;
  }
}
