package dev.recurrent.timeseries.baseline;

/**
 * Level, trend and season of an {@link EtsForm}, and their recursion (Hyndman et al. 2008, tables
 * 2.2 and 2.3). Both kinds of errors have the same recursion; they differ in their likelihood.
 */
final class EtsState {
  /** Products of means stay far inside the range of a double. */
  private static final double LARGE = 1e100;

  private final boolean relativeErrors;
  private final boolean ratios;
  private final boolean trended;
  private final double[] season;
  private double level;
  private double slope;
  private double alpha;
  private double beta;
  private double gamma;
  private double damping = 1;

  /**
   * @param season indices; that of a place is at {@code place % season.length}; one 0 for no
   *     season; copied
   */
  EtsState(EtsForm form, double level, double slope, double[] season) {
    relativeErrors = form.multiplicativeError();
    ratios = form.season() == EtsForm.Season.MULTIPLICATIVE;
    trended = form.trend() != EtsForm.Trend.NONE;
    this.level = level;
    this.slope = trended ? slope : 0;
    this.season = season.clone();
  }

  /**
   * Sets the smoothing parameters.
   *
   * @param damped factor of the trend in each step; 1 for none
   */
  EtsState smooth(double byLevel, double byTrend, double bySeason, double damped) {
    alpha = byLevel;
    beta = byTrend;
    gamma = bySeason;
    damping = damped;
    return this;
  }

  /**
   * Reads values.
   *
   * @return n log(sum of squared errors), with twice the logarithms of the means where errors are
   *     relative: -2 log-likelihood but for a constant; infinite where a mean is not above 0
   */
  double read(float[] values, int from, int to) {
    double squares = 0;
    double logs = 0;
    double product = 1;
    int at = from % season.length;
    for (int i = from; i < to; i++) {
      double before = level + damping * slope;
      double index = season[at];
      double mean = ratios ? before * index : before + index;
      double error = values[i] - mean;
      double weighted = relativeErrors ? error / mean : error;
      squares += weighted * weighted;
      if (relativeErrors) {
        if (!(mean > 0)) {
          return Double.POSITIVE_INFINITY;
        }
        product *= mean;
        if (product > LARGE || product < 1 / LARGE) {
          logs += Math.log(product);
          product = 1;
        }
      }
      double own = ratios ? error / index : error;
      season[at] = index + gamma * (ratios ? error / before : error);
      level = before + alpha * own;
      slope = damping * slope + beta * own;
      at = at + 1 == season.length ? 0 : at + 1;
    }
    double value = (to - from) * Math.log(squares) + 2 * (logs + Math.log(product));
    return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
  }

  /**
   * The forecasts of the values from a place on.
   *
   * @param place of the first
   */
  double[] forecast(int place, int horizon) {
    double[] forecast = new double[horizon];
    double line = level;
    double step = slope;
    for (int k = 0; k < horizon; k++) {
      step *= damping;
      line += step;
      double index = season[(place + k) % season.length];
      forecast[k] = ratios ? line * index : line + index;
    }
    return forecast;
  }
}
