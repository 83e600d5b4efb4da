package dev.recurrent.timeseries.backtest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.Naive;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.SplitRule;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

class BacktestPartTest {
  private static final int SEASON = 4;
  private static final WindowConfig WINDOW =
      new WindowConfig(
          6,
          2,
          null,
          false,
          SEASON,
          List.of(),
          false,
          List.of(),
          Scaling.STANDARD,
          BaseForecast.NAIVE,
          false);

  /** A season around a level that rises, so that forecasts of different origins differ. */
  private static TimeSeries series() {
    float[] values = new float[80];
    float[] season = {0.5f, 1, 1.5f, 1};
    for (int i = 0; i < values.length; i++) {
      values[i] = (10 + i) * season[i % SEASON];
    }
    return new TimeSeries("s", 0, values, new float[0][]);
  }

  private static Backtest.Plan plan(int stride) {
    SplitRule rule = new SplitRule(0, 0, WINDOW.horizon());
    return new Backtest.Plan(new Backtest.Rows(rule, 12), WINDOW, stride, false, true);
  }

  @Test
  void naive2IsComputedAtEachOriginFromAllOfTheHistory() {
    TimeSeries series = series();
    // Three origins a part: 68, 70, 72 in the first, 74, 76, 78 in the second.
    List<BacktestPart> parts = BacktestPart.of(series, 0, plan(2), 3);
    assertEquals(2, parts.size());
    for (int i = 0; i < 6; i++) {
      double[] expected = Naive.naive2(series.values(), 68 + 2 * i, 2, SEASON);
      assertArrayEquals(expected, parts.get(i / 3).naive2(i % 3), "origin " + i);
    }
  }

  @Test
  void aModelThatForecastsAsNaive2HasItsErrors() {
    Backtest.Plan plan = plan(1);
    BacktestPart part = BacktestPart.of(series(), 0, plan, 100).get(0);
    List<Forecast> forecasts = new ArrayList<>();
    for (int i = 0; i < part.all().size(); i++) {
      double[][] quantiles = new double[9][];
      java.util.Arrays.fill(quantiles, part.naive2(i));
      forecasts.add(new Forecast("s", 0, part.naive2(i), quantiles));
    }
    BacktestScores scores = part.score(forecasts, plan);
    assertEquals(11, scores.steps.length);
    assertNotNull(scores.naive2);
    assertEquals(scores.model.mse(), scores.naive2.mse());
    assertEquals(scores.model.smape(), scores.naive2.smape());
  }

  @Test
  void partsAndScoresAreReadBackWhereSparksSerializerIsKryo() {
    Backtest.Plan plan = plan(2);
    BacktestPart part = copy(BacktestPart.of(series(), 3, plan, 100).get(0));
    List<Forecast> forecasts = new ArrayList<>();
    for (int i = 0; i < part.all().size(); i++) {
      double[][] quantiles = new double[9][];
      java.util.Arrays.fill(quantiles, part.naive2(i));
      forecasts.add(new Forecast("s", 0, part.naive2(i), quantiles));
    }
    BacktestScores scores = part.score(forecasts, plan);
    BacktestScores read = copy(scores);
    assertEquals(3, read.series);
    assertEquals(scores.model.toMap(), read.model.toMap());
    assertArrayEquals(scores.example.point(), read.example.point());
    assertArrayEquals(scores.steps, read.steps);
  }

  @SuppressWarnings("unchecked")
  private static <T> T copy(T value) {
    SerializerInstance kryo = new KryoSerializer(new SparkConf()).newInstance();
    ClassTag<T> tag = ClassTag$.MODULE$.apply((Class<T>) value.getClass());
    return kryo.deserialize(kryo.serialize(value, tag), tag);
  }
}
