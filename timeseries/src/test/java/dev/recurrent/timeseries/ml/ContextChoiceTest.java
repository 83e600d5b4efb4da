package dev.recurrent.timeseries.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.SplitRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContextChoiceTest {
  /** Steps of five minutes: a day is 288. */
  private static final int SEASON = 288;

  private static ContextChoice choice(int rows, boolean lags) {
    WindowConfig wanted =
        new WindowConfig(
            ContextChoice.usual(12, SEASON, 2),
            12,
            null,
            false,
            SEASON,
            List.of(SEASON),
            false,
            List.of(),
            Scaling.STANDARD,
            BaseForecast.NAIVE,
            false);
    List<TimeSeries> series = List.of(new TimeSeries("s", 0, new float[rows], new float[0][]));
    return ContextChoice.of(
        TestSpark.context().parallelize(series, 1), new SplitRule(0, 0, 12), wanted, lags, 32);
  }

  @Test
  void twoSeasonsAreTheContextWhereTheyLeaveABatchOfWindows() {
    ContextChoice choice = choice(2000, true);
    assertEquals(2 * SEASON, choice.window().contextLength());
    assertEquals("", choice.said());
  }

  @Test
  void aContextThatLeavesFewerWindowsThanABatchIsShortenedAndSaid() {
    ContextChoice choice = choice(600, true);
    assertEquals(SEASON / 2, choice.window().contextLength());
    assertEquals(List.of(SEASON), choice.window().lags());
    assertTrue(
        choice
            .said()
            .startsWith(
                "a context of 576 steps (default for a season of 288) leaves 1 training window"),
        choice.said());
    assertTrue(choice.said().contains("shortened to 144, which leaves 97"), choice.said());
  }

  @Test
  void lagsThatNobodyAskedForGoLast() {
    ContextChoice choice = choice(100, true);
    assertEquals(12, choice.window().contextLength());
    assertEquals(List.of(), choice.window().lags());
    assertTrue(choice.said().contains("shortened to 12 and no lags"), choice.said());
    assertEquals(List.of(SEASON), choice(100, false).window().lags());
  }
}
