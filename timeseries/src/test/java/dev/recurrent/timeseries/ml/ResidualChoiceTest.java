package dev.recurrent.timeseries.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Distribution;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.SplitRule;
import dev.recurrent.train.TrainingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ResidualChoiceTest {
  private static final int SEASON = 12;
  private static final WindowConfig WINDOW =
      new WindowConfig(
          12,
          6,
          null,
          false,
          SEASON,
          List.of(),
          false,
          List.of(),
          Scaling.STANDARD,
          BaseForecast.NAIVE,
          false);

  private static ResidualChoice choice(int slices, IntToDoubleFunction value) {
    List<TimeSeries> series = new ArrayList<>();
    for (int s = 0; s < 6; s++) {
      float[] values = new float[150];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) value.applyAsDouble(s * 1000 + i);
      }
      series.add(new TimeSeries("s" + s, 0, values, new float[0][]));
    }
    ForecastConfig config =
        new ForecastConfig(WINDOW, CellFactory.of("gru"), 4, 1, 0, true, Distribution.POINT);
    return ResidualChoice.of(
        TestSpark.context().parallelize(series, slices),
        new SplitRule(0, 0, WINDOW.horizon()),
        config,
        TrainingConfig.defaults(),
        16);
  }

  @Test
  void eachKindOfSeriesHasItsBase() {
    Random random = new Random(1);
    double[] noise = random.doubles(10_000).toArray();
    double[] irregular = {3, 9, 1, 7, 2, 8, 8, 1, 6, 4, 9, 2};
    IntToDoubleFunction seasonal = i -> irregular[i % SEASON] + 0.1 * noise[i];
    ResidualChoice found = choice(2, seasonal);
    assertEquals(BaseForecast.SEASONAL, found.base(), found.said());
    assertEquals(found, choice(5, seasonal), "partitions do not count");
    double[] walk = new double[10_000];
    for (int i = 1; i < walk.length; i++) {
      walk[i] = walk[i - 1] + noise[i] - 0.5;
    }
    ResidualChoice last = choice(2, i -> walk[i]);
    assertEquals(BaseForecast.NAIVE, last.base(), last.said());
    ResidualChoice none = choice(2, i -> noise[i]);
    assertEquals(BaseForecast.NONE, none.base(), none.said());
  }

  @Test
  void aTrialThatDivergesIsNotChosen() {
    List<BaseForecast> bases = List.of(BaseForecast.values());
    assertEquals(
        BaseForecast.SEASONAL,
        ResidualChoice.best(bases, List.of(Double.NaN, Double.NaN, 2.0)).base());
    assertEquals(
        BaseForecast.NAIVE, ResidualChoice.best(bases, List.of(2.0, 1.0, Double.NaN)).base());
    String said = ResidualChoice.best(bases, List.of(2.0, 1.0, 3.0)).said();
    assertTrue(said.endsWith("(none 2.0000, naive 1.0000, seasonal 3.0000)"), said);
    assertNotNull(BaseForecast.of("naive"));
    assertEquals(null, BaseForecast.of("auto"));
  }
}
