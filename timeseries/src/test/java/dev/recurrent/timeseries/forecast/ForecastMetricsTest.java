package dev.recurrent.timeseries.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForecastMetricsTest {
  private static ForecastMetrics of(double... actualsAndMeans) {
    ForecastMetrics metrics = new ForecastMetrics(1);
    for (int i = 0; i < actualsAndMeans.length; i += 2) {
      metrics.add(0, actualsAndMeans[i], actualsAndMeans[i + 1], 2);
    }
    return metrics;
  }

  @Test
  void figuresAreTheirDefinitions() {
    Map<String, Object> map = of(10, 12, 4, 3).toMap();
    assertEquals(2.5, (double) map.get("mse"), 1e-12);
    assertEquals(1.5, (double) map.get("mae"), 1e-12);
    assertEquals(Math.sqrt(2.5), (double) map.get("rmse"), 1e-12);
    assertEquals(100 * (0.2 + 0.25) / 2, (double) map.get("mape"), 1e-12);
    assertEquals(100 * (4 / 22.0 + 2 / 7.0) / 2, (double) map.get("smape"), 1e-12);
    assertEquals(0.75, (double) map.get("mase"), 1e-12);
    assertEquals(1.5, (double) map.get("crps"), 1e-12);
    assertFalse(map.containsKey("coverage_80"));
  }

  @Test
  void percentagesOfZeroAreLeftOut() {
    assertFalse(of(0, 1).toMap().containsKey("mape"));
  }

  @Test
  void sumsOfPartsAreThoseOfTheWhole() {
    assertEquals(of(10, 12, 4, 3).toMap(), of(10, 12).plus(of(4, 3)).toMap());
  }

  @Test
  void quantilesGiveThePinballLoss() {
    ForecastMetrics metrics = of(5, 5, 20, 5);
    double[] quantiles = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    metrics.addQuantiles(5, quantiles);
    metrics.addQuantiles(20, quantiles);
    Map<String, Object> map = metrics.toMap();
    double inside = 0.1 * 4 + 0.2 * 3 + 0.3 * 2 + 0.4 * 1 + 0.4 * 1 + 0.3 * 2 + 0.2 * 3 + 0.1 * 4;
    double outside = 0;
    for (int i = 0; i < 9; i++) {
      outside += (i + 1) / 10.0 * (20 - quantiles[i]);
    }
    assertEquals((inside + outside) * 2 / 9 / 2, (double) map.get("crps"), 1e-9);
    // GluonTS: twice the pinball losses over the sum of |values|, 25, the mean of nine levels.
    double weighted = (inside + outside) * 2 / 25 / 9;
    assertEquals(weighted, (double) map.get("mean_weighted_quantile_loss"), 1e-9);
  }

  @Test
  void bandsGiveCoverageAndM4sIntervalScoreForEachLevel() {
    ForecastMetrics metrics = new ForecastMetrics(1, List.of(80, 95));
    double[] quantiles = new double[9];
    double[][] bands = {{2, 6}, {0, 10}};
    for (double actual : new double[] {4, 7, 12, 1}) {
      metrics.add(0, actual, 4, 2);
      metrics.addQuantiles(actual, quantiles);
      metrics.addBands(actual, bands, 2);
    }
    Map<String, Object> map = metrics.plus(new ForecastMetrics(1, List.of(80, 95))).toMap();
    assertEquals(0.25, (double) map.get("coverage_80"), 1e-12);
    assertEquals(0.75, (double) map.get("coverage_95"), 1e-12);
    // 80 %: widths of 4; misses of 1, 6 and 1, each times 2/0.2. 95 %: widths of 10; a miss of 2,
    // times 2/0.05. Both over the scale of 2, the mean of four.
    assertEquals((4 * 4 + 10 * 8) / 2.0 / 4, (double) map.get("msis_80"), 1e-9);
    assertEquals((4 * 10 + 40 * 2) / 2.0 / 4, (double) map.get("msis_95"), 1e-9);
  }

  @Test
  void masesOfSeriesOfAnySizeAreMeansOverTheirSeasonalDifference() {
    // Two series, one a thousand times the other: differences of a season ago are 2 and 2000.
    float[] small = {1, 5, 3, 7, 5, 9};
    double scale = Naive.scale(small, 6, 2);
    assertEquals(2, scale, 1e-12);
    ForecastMetrics metrics = new ForecastMetrics(2);
    metrics.add(0, 7, 8, scale);
    metrics.add(1, 11, 8, scale);
    metrics.add(0, 7000, 8000, 1000 * scale);
    metrics.add(1, 11000, 8000, 1000 * scale);
    // (1 + 3) / 2 values / 2, for each of the two.
    assertEquals(1, metrics.mase(), 1e-12);
  }

  @Test
  void aPointsQuantileLossIsItsAbsoluteErrorOverTheValues() {
    assertEquals(3 / 14.0, (double) of(10, 12, 4, 3).toMap().get("mean_weighted_quantile_loss"));
  }
}
