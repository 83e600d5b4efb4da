package dev.recurrent.timeseries.baseline;

import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/**
 * The standard Theta method of M3 and M4 (Assimakopoulos and Nikolopoulos 2000): of the series
 * without its season, the mean of the linear trend and of the exponential smoothing of the line
 * with twice the distance from that trend; then the season again.
 */
final class Theta implements FittedBaseline {
  private static final double LEAST = 1e-4;
  private static final double MOST = 0.9999;
  private static final int GRID = 16;
  private static final int EVALUATIONS = 60;

  /** Values that the smoothing parameter is estimated from, at most: the last ones. */
  private static final int FITTED = 10_000;

  private final float[] values;
  private final Seasonality season;
  private final boolean negative;
  private final Trend trend = new Trend();
  private double alpha;
  private double start;

  /** Values read. */
  private int read;

  /** The smoothing of values and of times from a start of 0, and the weight of the start. */
  private double smoothed;

  private double times;
  private double weight = 1;

  private Theta(float[] values, Seasonality season, int count) {
    this.values = values;
    this.season = season;
    boolean below = false;
    for (int i = 0; i < count; i++) {
      below |= values[i] < 0;
    }
    negative = below;
  }

  static Theta fit(float[] values, int count, int season) {
    Theta theta = new Theta(values, Seasonality.of(values, count, season), count);
    theta.estimate(count);
    return theta;
  }

  private double adjusted(int place) {
    return values[place] / season.index(place);
  }

  private void estimate(int count) {
    Trend all = new Trend();
    for (int i = 0; i < count; i++) {
      all.add(adjusted(i));
    }
    int from = Math.max(0, count - FITTED);
    double[] line = new double[count - from];
    for (int i = from; i < count; i++) {
      line[i - from] = 2 * adjusted(i) - all.at(i + 1);
    }
    double best = LEAST;
    for (int i = 1; i <= GRID; i++) {
      double tried = LEAST + (MOST - LEAST) * i / GRID;
      best = smoothing(line, tried)[0] < smoothing(line, best)[0] ? tried : best;
    }
    double step = (MOST - LEAST) / GRID;
    alpha = minimum(line, Math.max(LEAST, best - step), Math.min(MOST, best + step));
    start = from == 0 ? smoothing(line, alpha)[1] : 2 * adjusted(0) - all.at(1);
  }

  private static double minimum(double[] line, double low, double high) {
    return new BrentOptimizer(1e-6, 1e-9)
        .optimize(
            new UnivariateObjectiveFunction(a -> smoothing(line, a)[0]),
            GoalType.MINIMIZE,
            new MaxEval(10 * EVALUATIONS),
            new SearchInterval(low, high))
        .getPoint();
  }

  /** The least sum of squared errors of one step for a parameter, and the start that has it. */
  private static double[] smoothing(double[] line, double alpha) {
    double level = 0;
    double weight = 1;
    double squares = 0;
    double products = 0;
    double weights = 0;
    for (double value : line) {
      double error = value - level;
      squares += error * error;
      products += error * weight;
      weights += weight * weight;
      level += alpha * error;
      weight *= 1 - alpha;
    }
    double start = products / weights;
    return new double[] {squares - start * products, start};
  }

  @Override
  public double[] forecast(int origin, int horizon) {
    for (; read < origin; read++) {
      double value = adjusted(read);
      trend.add(value);
      smoothed += alpha * (value - smoothed);
      times += alpha * (read + 1 - times);
      weight *= 1 - alpha;
    }
    // Smoothing is linear: that of 2 y - (a + b t) follows from that of y, of 1 and of t.
    double level =
        2 * smoothed - trend.intercept() * (1 - weight) - trend.slope() * times + start * weight;
    double[] forecast = new double[horizon];
    for (int k = 0; k < horizon; k++) {
      double mean = 0.5 * (level + trend.at(origin + 1 + k));
      // As in M4: a series without negative values has no negative forecast.
      forecast[k] = (negative ? mean : Math.max(0, mean)) * season.index(origin + k);
    }
    return forecast;
  }
}
