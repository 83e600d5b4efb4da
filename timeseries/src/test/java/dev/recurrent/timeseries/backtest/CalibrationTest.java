package dev.recurrent.timeseries.backtest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Distribution;
import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.Intervals;
import dev.recurrent.timeseries.forecast.Levels;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.SplitRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final int HORIZON = 3;
  private static final WindowConfig WINDOW =
      new WindowConfig(
          8,
          HORIZON,
          null,
          false,
          1,
          List.of(),
          false,
          List.of(),
          Scaling.STANDARD,
          BaseForecast.NAIVE,
          false);

  private static Forecaster untrained(Distribution head) {
    ForecastModel model =
        new ForecastModel(new ForecastConfig(WINDOW, CellFactory.of("gru"), 2, 1, 0, true, head));
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    return new Forecaster(model, parameters);
  }

  /** Random walks with steps of a skewed law, of sizes from 1 to 100,000, none below 0. */
  private static TimeSeries walk(int number) {
    Random random = new Random(number);
    float[] values = new float[120];
    double size = Math.pow(10, number % 6);
    double level = 30 * size;
    for (int i = 0; i < values.length; i++) {
      level += size * (-Math.log(1 - random.nextDouble()) - 1);
      values[i] = (float) level;
    }
    return new TimeSeries("walk " + number, 0, values, new float[0][]);
  }

  private static Intervals calibrated(Forecaster forecaster, int slices) {
    List<TimeSeries> series = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      series.add(walk(i));
    }
    Backtest.Plan plan = Backtest.Plan.validation(new SplitRule(20, 100, HORIZON), WINDOW);
    return Calibration.of(
        TestSpark.context(), TestSpark.context().parallelize(series, slices), forecaster, plan);
  }

  @Test
  void bandsHaveTheirShareOfNewValuesAtEachStepAndNeverCross() {
    for (Distribution head : List.of(Distribution.POINT, Distribution.QUANTILE)) {
      Forecaster plain = untrained(head);
      Intervals intervals = calibrated(plain, 2);
      if (head == Distribution.POINT) {
        byte[] other = calibrated(plain, 5).bytes();
        assertArrayEquals(intervals.bytes(), other, "partitions do not count");
      }
      Forecaster forecaster = plain.with(Levels.of(List.of(50, 80, 85, 95))).with(intervals);
      int[] levels = {50, 80, 85, 95};
      double[][] inside = new double[levels.length][HORIZON];
      int count = 0;
      for (int number = 1000; number < 1060; number++) {
        TimeSeries walk = walk(number);
        List<Forecaster.Origin> origins = new ArrayList<>();
        for (int at = 20; at <= walk.length() - HORIZON; at += 3) {
          origins.add(new Forecaster.Origin(walk, at));
        }
        for (Forecast forecast : forecaster.forecast(origins)) {
          count++;
          for (int k = 0; k < HORIZON; k++) {
            float actual = walk.values()[(int) forecast.firstStep() + k];
            for (int i = 0; i < levels.length; i++) {
              double[][] band = forecast.bands()[i];
              inside[i][k] += band[0][k] <= actual && actual <= band[1][k] ? 1 : 0;
              assertTrue(band[0][k] <= forecast.quantile(0.5, k));
              assertTrue(band[1][k] >= forecast.quantile(0.5, k));
            }
            for (int q = 1; q < 9; q++) {
              assertTrue(forecast.quantiles()[q][k] >= forecast.quantiles()[q - 1][k]);
            }
          }
        }
      }
      for (int i = 0; i < levels.length; i++) {
        for (int k = 0; k < HORIZON; k++) {
          String what = head + " " + levels[i] + " % at step " + k;
          assertEquals(levels[i], 100 * inside[i][k] / count, 3, what);
        }
      }
      assertEquals(head.probabilistic(), plain.probabilistic());
      assertTrue(forecaster.probabilistic());
    }
  }

  /** Of few values the largest would be the end of any band. */
  @Test
  void fewValuesAreRefused() {
    Forecaster plain = untrained(Distribution.QUANTILE);
    var series = TestSpark.context().parallelize(List.of(walk(1)), 1);
    Backtest.Plan ten = Backtest.Plan.validation(new SplitRule(20, 11, HORIZON), WINDOW);
    Calibration.requireEnough(series, ten);
    assertTrue(Calibration.of(TestSpark.context(), series, plain, ten).active());
    Backtest.Plan three = Backtest.Plan.validation(new SplitRule(20, 5, HORIZON), WINDOW);
    String early =
        assertThrows(UnusableInputException.class, () -> Calibration.requireEnough(series, three))
            .getMessage();
    assertTrue(early.contains("has 3 origins in the validation rows, expected 9"), early);
    String late =
        assertThrows(
                UnusableInputException.class,
                () -> Calibration.of(TestSpark.context(), series, plain, three))
            .getMessage();
    assertTrue(late.contains("has 3 values at step 1 of the horizon"), late);
  }

  @Test
  void nonNegativeForecastsAndBandsEndAtZero() {
    float[] falling = new float[20];
    for (int i = 0; i < falling.length; i++) {
      falling[i] = 20 - i;
    }
    falling[19] = 0;
    TimeSeries series = new TimeSeries("s", 0, falling, new float[0][]);
    Intervals wide =
        new Intervals(true, new double[] {0.1, 0.9}, new float[][] {{-9, -9, -9}, {9, 9, 9}});
    Forecaster forecaster = untrained(Distribution.POINT).with(Levels.of(List.of(95)));
    assertTrue(forecaster.with(wide.limited(false)).forecast(series).quantile(0.1, 0) < 0);
    Forecast limited = forecaster.with(wide).forecast(series);
    assertEquals(0, limited.quantile(0.1, 0));
    assertEquals(0, limited.bands()[0][0][2]);
    assertTrue(limited.bands()[0][1][2] > 0 && limited.point()[0] >= 0);
  }

  @Test
  void ranksGoOutwardsAndStayAmongTheValues() {
    assertEquals(9, Calibration.rank(0.9, 9));
    assertEquals(1, Calibration.rank(0.1, 9));
    assertEquals(10, Calibration.rank(0.9, 10));
    assertEquals(1, Calibration.rank(0.1, 10));
    assertEquals(20, Calibration.rank(0.995, 20));
    assertEquals(1, Calibration.rank(0.005, 20));
  }
}
