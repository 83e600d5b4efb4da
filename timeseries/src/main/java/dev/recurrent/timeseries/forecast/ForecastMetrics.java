package dev.recurrent.timeseries.forecast;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sums of errors over many forecasts, and what they come to. Sums of parts can be added. */
public final class ForecastMetrics implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] squares;
  private final double[] counts;
  private double absolute;
  private double percent;
  private double percents;
  private double symmetric;
  private double scaled;
  private double scaledCount;
  private double crps;
  private double inside;
  private boolean bands;

  public ForecastMetrics(int horizon) {
    squares = new double[horizon];
    counts = new double[horizon];
  }

  /**
   * Adds one value.
   *
   * @param step of the horizon, from 0
   * @param scale what MASE divides by, or NaN
   */
  public void add(int step, double actual, double forecast, double scale) {
    double error = forecast - actual;
    double size = Math.abs(error);
    squares[step] += error * error;
    counts[step]++;
    absolute += size;
    if (actual != 0) {
      percent += size / Math.abs(actual);
      percents++;
    }
    double both = Math.abs(actual) + Math.abs(forecast);
    symmetric += both == 0 ? 0 : 2 * size / both;
    if (scale > 0) {
      scaled += size / scale;
      scaledCount++;
    }
  }

  /**
   * Adds a value's quantiles, for CRPS and coverage.
   *
   * @param quantiles of {@link Forecaster#LEVELS}
   */
  public void addQuantiles(double actual, double[] quantiles) {
    double sum = 0;
    int n = quantiles.length;
    for (int i = 0; i < n; i++) {
      double level = Forecaster.LEVELS.get(i);
      double above = actual - quantiles[i];
      sum += above > 0 ? level * above : (level - 1) * above;
    }
    crps += 2 * sum / n;
    inside += quantiles[0] <= actual && actual <= quantiles[n - 1] ? 1 : 0;
    bands = true;
  }

  public ForecastMetrics plus(ForecastMetrics other) {
    ForecastMetrics sum = new ForecastMetrics(squares.length);
    for (ForecastMetrics one : new ForecastMetrics[] {this, other}) {
      for (int k = 0; k < squares.length; k++) {
        sum.squares[k] += one.squares[k];
        sum.counts[k] += one.counts[k];
      }
      sum.absolute += one.absolute;
      sum.percent += one.percent;
      sum.percents += one.percents;
      sum.symmetric += one.symmetric;
      sum.scaled += one.scaled;
      sum.scaledCount += one.scaledCount;
      sum.crps += one.crps;
      sum.inside += one.inside;
      sum.bands |= one.bands;
    }
    return sum;
  }

  private double total(double[] parts) {
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    return sum;
  }

  /** Values added. */
  public double count() {
    return total(counts);
  }

  public double mse() {
    return total(squares) / count();
  }

  public double mae() {
    return absolute / count();
  }

  /** In per cent, as M4 has it. */
  public double smape() {
    return 100 * symmetric / count();
  }

  public double mase() {
    return scaled / scaledCount;
  }

  /** Share of the values inside the 80 % band; NaN of forecasts without bands. */
  public double coverage() {
    return bands ? inside / count() : Double.NaN;
  }

  /** Root mean squared error of each step of the horizon. */
  public double[] rmseByStep() {
    double[] rmse = new double[squares.length];
    for (int k = 0; k < rmse.length; k++) {
      rmse[k] = Math.sqrt(squares[k] / counts[k]);
    }
    return rmse;
  }

  /** The keys of the JSON result; a point forecast's CRPS is its absolute error. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    put(map, "mse", mse());
    put(map, "mae", mae());
    put(map, "rmse", Math.sqrt(mse()));
    put(map, "mape", 100 * percent / percents);
    put(map, "smape", smape());
    put(map, "mase", mase());
    put(map, "crps", bands ? crps / count() : mae());
    if (bands) {
      put(map, "coverage_80", coverage());
    }
    return map;
  }

  /** What cannot be computed, such as a percentage of zeros, is left out. */
  private static void put(Map<String, Object> map, String key, double value) {
    if (Double.isFinite(value)) {
      map.put(key, value);
    }
  }
}
