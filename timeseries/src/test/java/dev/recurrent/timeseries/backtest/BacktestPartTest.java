package dev.recurrent.timeseries.backtest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.timeseries.baseline.Baseline;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.Levels;
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
    return new Backtest.Plan(new Backtest.Rows(rule, 12), WINDOW, stride, false)
        .with(List.of(Baseline.SEASONAL_NAIVE, Baseline.NAIVE2), Levels.of(List.of(50)));
  }

  @Test
  void baselinesAreFittedOnceAndForecastFromEachOriginOfEachPart() {
    TimeSeries series = series();
    // Three origins a part: 68, 70, 72 in the first, 74, 76, 78 in the second.
    List<BacktestPart> parts = BacktestPart.of(series, 0, plan(2), 3).toList();
    assertEquals(2, parts.size());
    var naive2 = Baseline.NAIVE2.fit(series.values(), 68, SEASON);
    for (int i = 0; i < 6; i++) {
      int origin = 68 + 2 * i;
      double[] seasonal = Naive.seasonal(series.values(), origin, 2, SEASON);
      assertArrayEquals(seasonal, parts.get(i / 3).baseline(0, i % 3), "origin " + origin);
      assertArrayEquals(naive2.forecast(origin, 2), parts.get(i / 3).baseline(1, i % 3));
    }
  }

  /** Forecasts that are those of Naive2. */
  private static BacktestScores scores(BacktestPart part, Backtest.Plan plan) {
    List<Forecast> forecasts = new ArrayList<>();
    for (int i = 0; i < part.all().size(); i++) {
      double[] naive2 = part.baseline(1, i);
      double[][] quantiles = new double[9][];
      java.util.Arrays.fill(quantiles, naive2);
      forecasts.add(new Forecast("s", 0, naive2, quantiles, new double[][][] {{naive2, naive2}}));
    }
    return part.score(forecasts, plan);
  }

  @Test
  void aModelThatForecastsAsNaive2HasItsErrors() {
    Backtest.Plan plan = plan(1);
    BacktestPart part = BacktestPart.of(series(), 0, plan, 100).toList().get(0);
    BacktestScores scores = scores(part, plan);
    assertEquals(11, scores.windows);
    assertEquals(scores.model.mse(), scores.baselines[1].mse());
    assertEquals(scores.model.smape(), scores.baselines[1].smape());
    BlockBootstrap bootstrap = new BlockBootstrap(6);
    scores.cells.addTo(bootstrap, "s", true);
    ErrorRatio ratio = bootstrap.ratio(CellErrors.scaled(0), CellErrors.scaled(2), true);
    assertEquals(1, ratio.value());
  }

  @Test
  void partsAndScoresAreReadBackWhereSparksSerializerIsKryo() {
    Backtest.Plan plan = plan(2);
    BacktestPart part = copy(BacktestPart.of(series(), 3, plan, 100).toList().get(0));
    BacktestScores scores = scores(part, plan);
    BacktestScores read = copy(scores);
    assertEquals(3, read.series);
    assertEquals(scores.model.toMap(), read.model.toMap());
    assertArrayEquals(scores.example.point(), read.example.point());
    BlockBootstrap bootstrap = new BlockBootstrap(6);
    read.cells.addTo(bootstrap, "s", true);
    assertEquals(1, copy(bootstrap).series());
  }

  @SuppressWarnings("unchecked")
  private static <T> T copy(T value) {
    SerializerInstance kryo = new KryoSerializer(new SparkConf()).newInstance();
    ClassTag<T> tag = ClassTag$.MODULE$.apply((Class<T>) value.getClass());
    return kryo.deserialize(kryo.serialize(value, tag), tag);
  }
}
