package dev.recurrent.timeseries.forecast;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
  private double size;
  private double crps;
  private boolean quantiles;
  private final int[] levels;

  /** Of each band: values inside, and the sum of interval scores, each over MASE's scale. */
  private final double[] inside;

  private final double[] scores;

  /** Without bands. */
  public ForecastMetrics(int horizon) {
    this(horizon, List.of());
  }

  /**
   * @param levels of the bands that {@link #addBands} gets, in per cent
   */
  public ForecastMetrics(int horizon, List<Integer> levels) {
    squares = new double[horizon];
    counts = new double[horizon];
    this.levels = levels.stream().mapToInt(Integer::intValue).toArray();
    inside = new double[levels.size()];
    scores = new double[levels.size()];
  }

  /**
   * Adds one value.
   *
   * @param step of the horizon, from 0
   * @param scale what MASE divides by, or NaN
   */
  public void add(int step, double actual, double forecast, double scale) {
    double error = forecast - actual;
    double distance = Math.abs(error);
    squares[step] += error * error;
    counts[step]++;
    absolute += distance;
    size += Math.abs(actual);
    if (actual != 0) {
      percent += distance / Math.abs(actual);
      percents++;
    }
    double both = Math.abs(actual) + Math.abs(forecast);
    symmetric += both == 0 ? 0 : 2 * distance / both;
    if (scale > 0) {
      scaled += distance / scale;
      scaledCount++;
    }
  }

  /**
   * Adds a value's quantiles, for CRPS.
   *
   * @param deciles of {@link Forecaster#LEVELS}
   */
  public void addQuantiles(double actual, double[] deciles) {
    double sum = 0;
    int n = deciles.length;
    for (int i = 0; i < n; i++) {
      double level = Forecaster.LEVELS.get(i);
      double above = actual - deciles[i];
      sum += above > 0 ? level * above : (level - 1) * above;
    }
    crps += 2 * sum / n;
    quantiles = true;
  }

  /**
   * Adds a value's bands, for coverage and MSIS.
   *
   * @param edges of each level: the lower and the upper edge
   * @param scale what MASE divides by, or NaN
   */
  public void addBands(double actual, double[][] edges, double scale) {
    for (int i = 0; i < levels.length; i++) {
      double low = edges[i][0];
      double high = edges[i][1];
      inside[i] += low <= actual && actual <= high ? 1 : 0;
      if (scale > 0) {
        double missed = Math.max(0, low - actual) + Math.max(0, actual - high);
        scores[i] += (high - low + missed * 2 / (1 - levels[i] / 100.0)) / scale;
      }
    }
  }

  /** The sums of both; the other has the same horizon and levels. */
  public ForecastMetrics plus(ForecastMetrics other) {
    ForecastMetrics sum =
        new ForecastMetrics(squares.length, Arrays.stream(levels).boxed().toList());
    for (ForecastMetrics one : new ForecastMetrics[] {this, other}) {
      add(sum.squares, one.squares);
      add(sum.counts, one.counts);
      add(sum.inside, one.inside);
      add(sum.scores, one.scores);
      sum.absolute += one.absolute;
      sum.size += one.size;
      sum.percent += one.percent;
      sum.percents += one.percents;
      sum.symmetric += one.symmetric;
      sum.scaled += one.scaled;
      sum.scaledCount += one.scaledCount;
      sum.crps += one.crps;
      sum.quantiles |= one.quantiles;
    }
    return sum;
  }

  private static void add(double[] sum, double[] more) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
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

  /** Share of the values inside the band of a level; NaN of forecasts without that band. */
  public double coverage(int level) {
    int at = Arrays.binarySearch(levels, level);
    return at < 0 || !quantiles ? Double.NaN : inside[at] / count();
  }

  /** Root mean squared error of each step of the horizon. */
  public double[] rmseByStep() {
    double[] rmse = new double[squares.length];
    for (int k = 0; k < rmse.length; k++) {
      rmse[k] = Math.sqrt(squares[k] / counts[k]);
    }
    return rmse;
  }

  /**
   * The keys of the JSON result. MASE and MSIS are M4's (Makridakis et al. 2020). The mean weighted
   * quantile loss is that of GluonTS and GIFT-Eval: the sum of the quantile losses over the sum of
   * absolute values, the mean of the deciles. A point forecast's CRPS is its absolute error.
   */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    put(map, "mse", mse());
    put(map, "mae", mae());
    put(map, "rmse", Math.sqrt(mse()));
    put(map, "mape", 100 * percent / percents);
    put(map, "smape", smape());
    put(map, "mase", mase());
    put(map, "crps", quantiles ? crps / count() : mae());
    put(map, "mean_weighted_quantile_loss", (quantiles ? crps : absolute) / size);
    for (int i = 0; quantiles && i < levels.length; i++) {
      put(map, "coverage_" + levels[i], inside[i] / count());
      put(map, "msis_" + levels[i], scores[i] / scaledCount);
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
