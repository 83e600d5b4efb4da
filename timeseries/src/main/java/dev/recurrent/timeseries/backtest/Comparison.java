package dev.recurrent.timeseries.backtest;

import dev.recurrent.timeseries.baseline.Baseline;
import dev.recurrent.timeseries.forecast.ForecastMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model's errors over the baselines'. Over several series errors are MASE, which has no unit,
 * so that no series outweighs the others by its size. Of one series, and where there is no MASE,
 * they are mean squared errors.
 *
 * @param measure "mase" or "mse"
 * @param best the baseline with the least error; null without baselines
 * @param toBest the ratio to that baseline
 * @param naive the ratio of the mean squared errors to the naive forecast; null if it was not
 *     computed
 */
public record Comparison(
    String measure,
    @Nullable Baseline best,
    @Nullable ErrorRatio toBest,
    @Nullable ErrorRatio naive) {

  static Comparison of(
      ForecastMetrics model,
      Map<Baseline, ForecastMetrics> baselines,
      BlockBootstrap bootstrap,
      boolean overlapping) {
    boolean scaled = bootstrap.series() > 1 && Double.isFinite(model.mase());
    List<Baseline> order = new ArrayList<>(baselines.keySet());
    Baseline best = null;
    double least = Double.POSITIVE_INFINITY;
    for (Map.Entry<Baseline, ForecastMetrics> one : baselines.entrySet()) {
      double error = scaled ? one.getValue().mase() : one.getValue().mse();
      if (error < least) {
        least = error;
        best = one.getKey();
      }
    }
    int place = order.indexOf(best) + 1;
    int naive = order.indexOf(Baseline.NAIVE) + 1;
    return new Comparison(
        scaled ? "mase" : "mse",
        best,
        best == null
            ? null
            : scaled
                ? bootstrap.ratio(CellErrors.scaled(0), CellErrors.scaled(place), overlapping)
                : bootstrap.ratio(CellErrors.squares(0), CellErrors.squares(place), overlapping),
        naive == 0
            ? null
            : bootstrap.ratio(CellErrors.squares(0), CellErrors.squares(naive), overlapping));
  }

  /** The measure of a forecast. */
  double of(ForecastMetrics metrics) {
    return measure.equals("mase") ? metrics.mase() : metrics.mse();
  }

  /** The ratio to the best baseline, for JSON. */
  public Map<String, Object> bestFigures() {
    Map<String, Object> map = new LinkedHashMap<>();
    if (best != null && toBest != null) {
      map.put("baseline", best.key());
      map.putAll(toBest.toMap(measure));
    }
    return map;
  }

  /** The ratio to the naive forecast, for JSON. */
  public Map<String, Object> naiveFigures() {
    return naive == null ? Map.of() : naive.toMap("mse");
  }
}
