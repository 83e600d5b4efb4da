package dev.recurrent.timeseries.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.timeseries.forecast.ForecastMetrics;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacktestResultTest {
  /** Forecasts of ones whose bands reach from {@code low} on. */
  private static String verdict(boolean probabilistic, double... lows) {
    ForecastMetrics model = new ForecastMetrics(1);
    for (double low : lows) {
      model.add(0, 1, 1.5, 1);
      if (probabilistic) {
        double[] quantiles = new double[9];
        for (int i = 0; i < quantiles.length; i++) {
          quantiles[i] = low + i;
        }
        model.addQuantiles(1, quantiles);
      }
    }
    return new BacktestResult(
            1,
            lows.length,
            probabilistic,
            model,
            model,
            model,
            null,
            new ErrorRatio(1, 0.5, 1.5),
            List.of(),
            List.of())
        .verdict();
  }

  @Test
  void aBandThatMissesNearlyAllValuesIsSaidToBe() {
    String narrow = verdict(true, 2, 2, 2, 0);
    assertTrue(narrow.contains("the 80 % band has 25 % of the values, far too few;"), narrow);
    String good = verdict(true, 0, 0, 0, 2);
    assertTrue(good.contains("the 80 % band has 75 % of the values;"), good);
    assertEquals(4, good.lines().count());
    assertTrue(verdict(true, 0).startsWith("1 forecast of 1 step: "), verdict(true, 0));
    assertFalse(verdict(false, 0, 0).contains("band"), verdict(false, 0, 0));
  }
}
