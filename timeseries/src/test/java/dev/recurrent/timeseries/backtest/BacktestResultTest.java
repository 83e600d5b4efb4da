package dev.recurrent.timeseries.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.timeseries.baseline.Baseline;
import dev.recurrent.timeseries.forecast.ForecastMetrics;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BacktestResultTest {
  private static final Comparison SAME =
      new Comparison("mse", Baseline.THETA, new ErrorRatio(1, 0.5, 1.5), null);

  private static BacktestResult result(
      boolean probabilistic,
      ForecastMetrics model,
      Map<Baseline, ForecastMetrics> baselines,
      Comparison comparison) {
    long windows = (long) model.count();
    return new BacktestResult(
        1, windows, probabilistic, model, baselines, comparison, List.of(), List.of());
  }

  /** Forecasts of ones whose bands reach from {@code low} on. */
  private static String verdict(boolean probabilistic, double... lows) {
    ForecastMetrics model = new ForecastMetrics(1, List.of(80));
    for (double low : lows) {
      model.add(0, 1, 1.5, 1);
      double[] quantiles = new double[9];
      for (int i = 0; i < quantiles.length; i++) {
        quantiles[i] = low + i;
      }
      model.addQuantiles(1, quantiles);
      model.addBands(1, new double[][] {{low, low + 8}}, 1);
    }
    return result(probabilistic, model, Map.of(Baseline.THETA, model), SAME).verdict();
  }

  @Test
  void aBandThatMissesNearlyAllValuesIsSaidToBe() {
    String narrow = verdict(true, 2, 2, 2, 0);
    assertTrue(narrow.contains("the 80 % band has 25 % of the values, far too few;"), narrow);
    String good = verdict(true, 0, 0, 0, 2);
    assertTrue(good.contains("the 80 % band has 75 % of the values;"), good);
    assertEquals(5, good.lines().count());
    assertTrue(verdict(true, 0).startsWith("1 forecast of 1 step: "), verdict(true, 0));
    assertFalse(verdict(false, 0, 0).contains("band"), verdict(false, 0, 0));
  }

  /** Errors of several series: a small one in thousands, and one of a million times its size. */
  private static BacktestResult compared(
      double[] model, Map<Baseline, double[]> baselines, double... scales) {
    BlockBootstrap bootstrap = new BlockBootstrap(2 * (baselines.size() + 1));
    for (int s = 0; s < scales.length; s++) {
      CellErrors cells = new CellErrors(baselines.size());
      cells.add(0, 0, model[s], scales[s]);
      int at = 1;
      for (double[] errors : baselines.values()) {
        cells.add(0, at++, errors[s], scales[s]);
      }
      cells.addTo(bootstrap, "series " + s, true);
    }
    Map<Baseline, ForecastMetrics> metrics = new LinkedHashMap<>();
    baselines.forEach((b, errors) -> metrics.put(b, metrics(errors, scales)));
    ForecastMetrics own = metrics(model, scales);
    return result(false, own, metrics, Comparison.of(own, metrics, bootstrap, false));
  }

  private static ForecastMetrics metrics(double[] errors, double[] scales) {
    ForecastMetrics metrics = new ForecastMetrics(1);
    for (int s = 0; s < errors.length; s++) {
      metrics.add(0, 10 * scales[s], 10 * scales[s] + errors[s], scales[s]);
    }
    return metrics;
  }

  @Test
  void overManySeriesOneOfLargeValuesDoesNotDecide() {
    int n = 40;
    double[] scales = new double[n];
    double[] model = new double[n];
    double[] naive = new double[n];
    for (int s = 0; s < n; s++) {
      scales[s] = s == 0 ? 1e6 : 1;
      // The model is a sixth better on all series but the largest, where it is no better.
      model[s] = (s == 0 ? 1 : 0.85) * scales[s];
      naive[s] = scales[s];
    }
    BacktestResult many =
        compared(model, new LinkedHashMap<>(Map.of(Baseline.NAIVE2, naive)), scales);
    assertEquals("mase", many.comparison().measure());
    assertTrue(many.verdict().endsWith("the model beats the Naive2 forecast"), many.verdict());
    assertTrue(many.verdict().contains("  OWA 0.8"), many.verdict());
    BacktestResult one = compared(new double[] {2}, Map.of(Baseline.NAIVE, new double[] {1}), 1);
    assertEquals("mse", one.comparison().measure());
    assertTrue(one.verdict().contains("does NOT beat the naive forecast"), one.verdict());
  }

  @Test
  void theVerdictNamesTheBestBaseline() {
    double[] scales = new double[20];
    Arrays.fill(scales, 1);
    Map<Baseline, double[]> baselines = new LinkedHashMap<>();
    baselines.put(Baseline.NAIVE, Arrays.stream(scales).map(x -> 2 + x).toArray());
    baselines.put(Baseline.ETS, Arrays.stream(scales).map(x -> 0.9 * x).toArray());
    BacktestResult between = compared(scales, baselines, scales);
    assertEquals(Baseline.ETS, between.comparison().best());
    assertTrue(between.verdict().endsWith("does NOT beat the ETS forecast"), between.verdict());
    double[] worse = Arrays.stream(scales).map(x -> 9 * x).toArray();
    assertTrue(
        compared(worse, baselines, scales).verdict().endsWith("beats NONE of them"), "worse");
    double[] better = Arrays.stream(scales).map(x -> 0.1 * x).toArray();
    assertTrue(
        compared(better, baselines, scales).verdict().endsWith("beats all of them"), "better");
  }

  @Test
  void owaIsTheMeanOfBothMeasuresOverNaive2s() {
    ForecastMetrics model = new ForecastMetrics(1);
    model.add(0, 100, 110, 5);
    ForecastMetrics naive2 = new ForecastMetrics(1);
    naive2.add(0, 100, 120, 5);
    Double owa = result(false, model, Map.of(Baseline.NAIVE2, naive2), SAME).owa();
    assertNotNull(owa);
    // MASE 2 over 4; sMAPE 200 x 10/210 over 200 x 20/220.
    assertEquals((0.5 + (10 / 210.0) / (20 / 220.0)) / 2, owa, 1e-12);
  }
}
