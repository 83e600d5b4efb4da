package dev.recurrent.timeseries.backtest;

import dev.recurrent.timeseries.baseline.Baseline;
import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.ForecastMetrics;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was forecast from the origins of one part, step by step, and what then was. A plain class of
 * arrays: Spark's Kryo reads no records.
 */
public final class BacktestSteps implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What is compared, in the order of {@link Step#figures}. */
  public static final List<String> METHODS = methods();

  /**
   * Figures of one value. Their means over steps are those of the backtest; the root of the squared
   * error and the ratio of two sums have no mean of that kind.
   */
  private static final Set<String> NO_MEAN = Set.of("rmse", "mean_weighted_quantile_loss");

  /** The value less the forecast, whose covariances reconciliation needs. */
  private static final String ERROR = "error";

  /** The band of the deciles, in per cent. */
  private static final int BAND = 80;

  /** Before the forecasts stands the value itself. */
  private static final int FIRST = 1;

  /** A series without values, for its name and its times. */
  private final TimeSeries series;

  private final double maseScale;
  private final boolean probabilistic;
  private final List<long[]> places = new ArrayList<>();
  private final List<double[]> values = new ArrayList<>();

  private BacktestSteps(TimeSeries series, double maseScale, boolean probabilistic) {
    this.series = series;
    this.maseScale = maseScale;
    this.probabilistic = probabilistic;
  }

  /**
   * @param forecasts one for each origin of the part
   * @param probabilistic whether the forecasts have quantiles
   */
  static BacktestSteps of(
      BacktestPart part, List<Forecast> forecasts, Backtest.Plan plan, boolean probabilistic) {
    TimeSeries observed = part.origins().series();
    BacktestSteps steps = new BacktestSteps(observed.slice(0, 0), part.maseScale(), probabilistic);
    WindowConfig window = plan.window();
    Scaling.Scale unit = part.unit();
    for (int i = 0; i < forecasts.size(); i++) {
      int origin = part.origins().first() + i * part.stride();
      for (int k = 0; k < window.horizon(); k++) {
        double actual = observed.values()[origin + k];
        if (Double.isNaN(actual)) {
          continue;
        }
        double[] row = row(forecasts.get(i), k, actual, baselines(part, plan, i, k));
        steps.places.add(new long[] {observed.step(origin), k + 1});
        steps.values.add(Arrays.stream(row).map(v -> (v - unit.shift()) / unit.scale()).toArray());
      }
    }
    return steps;
  }

  /** NaN where a baseline was not computed. */
  private static double[] baselines(BacktestPart part, Backtest.Plan plan, int origin, int k) {
    double[] all = new double[Baseline.values().length];
    Arrays.fill(all, Double.NaN);
    for (int b = 0; b < plan.baselines().size(); b++) {
      all[plan.baselines().get(b).ordinal()] = part.baseline(b, origin)[k];
    }
    return all;
  }

  private static List<String> methods() {
    List<String> methods = new ArrayList<>(List.of("model"));
    for (Baseline baseline : Baseline.values()) {
      methods.add(baseline.key());
    }
    return List.copyOf(methods);
  }

  /** The value, the forecasts by {@link #METHODS}, the quantiles. */
  private static double[] row(Forecast forecast, int k, double actual, double[] baselines) {
    int quantiles = forecast.quantiles().length;
    double[] row = new double[FIRST + METHODS.size() + quantiles];
    row[0] = actual;
    row[FIRST] = forecast.point()[k];
    System.arraycopy(baselines, 0, row, FIRST + 1, baselines.length);
    for (int q = 0; q < quantiles; q++) {
      row[FIRST + METHODS.size() + q] = forecast.quantiles()[q][k];
    }
    return row;
  }

  public TimeSeries series() {
    return series;
  }

  /**
   * A value that was forecast.
   *
   * @param origin the step of the first value of its forecast
   * @param step 1 for that value
   * @param figures by metric; a figure for each of {@link #METHODS}, null where it has none
   */
  public record Step(long origin, int step, Map<String, @Nullable Double[]> figures) {}

  /** How many there are. */
  public int size() {
    return places.size();
  }

  /** By its place among all. */
  public Step step(int i) {
    double[] row = values.get(i);
    Map<String, @Nullable Double[]> figures = new LinkedHashMap<>();
    @Nullable Double[] errors = new Double[METHODS.size()];
    figures.put(ERROR, errors);
    for (int m = 0; m < METHODS.size(); m++) {
      if (Double.isNaN(row[FIRST + m])) {
        continue;
      }
      errors[m] = row[0] - row[FIRST + m];
      ForecastMetrics one = new ForecastMetrics(1, m == 0 ? List.of(BAND) : List.of());
      one.add(0, row[0], row[FIRST + m], maseScale);
      if (m == 0 && probabilistic) {
        double[] deciles = Arrays.copyOfRange(row, FIRST + METHODS.size(), row.length);
        one.addQuantiles(row[0], deciles);
        double[][] band = {{deciles[0], deciles[deciles.length - 1]}};
        one.addBands(row[0], band, maseScale);
      }
      for (Map.Entry<String, Object> figure : one.toMap().entrySet()) {
        if (!NO_MEAN.contains(figure.getKey())) {
          figures.computeIfAbsent(figure.getKey(), key -> new Double[METHODS.size()])[m] =
              ((Number) figure.getValue()).doubleValue();
        }
      }
    }
    return new Step(places.get(i)[0], (int) places.get(i)[1], figures);
  }
}
