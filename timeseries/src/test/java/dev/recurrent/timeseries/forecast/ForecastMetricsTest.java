package dev.recurrent.timeseries.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
  void quantilesGiveCoverageAndPinball() {
    ForecastMetrics metrics = of(5, 5, 20, 5);
    double[] quantiles = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    metrics.addQuantiles(5, quantiles);
    metrics.addQuantiles(20, quantiles);
    Map<String, Object> map = metrics.toMap();
    assertEquals(0.5, (double) map.get("coverage_80"), 1e-12);
    double inside = 0.1 * 4 + 0.2 * 3 + 0.3 * 2 + 0.4 * 1 + 0.4 * 1 + 0.3 * 2 + 0.2 * 3 + 0.1 * 4;
    double outside = 0;
    for (int i = 0; i < 9; i++) {
      outside += (i + 1) / 10.0 * (20 - quantiles[i]);
    }
    assertEquals((inside + outside) * 2 / 9 / 2, (double) map.get("crps"), 1e-9);
  }
}
