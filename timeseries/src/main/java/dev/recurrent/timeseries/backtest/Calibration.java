package dev.recurrent.timeseries.backtest;

import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.Intervals;
import dev.recurrent.timeseries.forecast.Levels;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Conformal bands: how far the quantiles of a model were from the values of rows that it was not
 * trained on, step by step of the horizon.
 *
 * <p>Each quantile moves by an offset, so that its share of the values lay below it (conformalised
 * quantile regression with separate tails, Romano, Patterson and Candès 2019, theorem 2; of a point
 * forecast it is split conformal prediction). Offsets are in the scale of each window, so that
 * series of all sizes count alike.
 */
public final class Calibration {
  /** Between these quantiles offsets are interpolated. */
  private static final Levels GRID = Levels.of(List.of(10, 30, 50, 70, 90, 95, 98, 99));

  /** Distances that are kept on the cluster, at most: 160 MB. */
  private static final long MOST = 40_000_000;

  /** Values of a step that an 80 % band needs: with fewer it would end at the largest of them. */
  private static final long FEWEST = 9;

  private Calibration() {}

  /**
   * Checks before a training that there will be enough to calibrate with.
   *
   * @throws UnusableInputException if there are fewer origins to forecast from than bands need
   */
  public static void requireEnough(JavaRDD<TimeSeries> series, Backtest.Plan plan) {
    requireEnough(origins(series, plan), "origins in the validation rows");
  }

  private static void requireEnough(long found, String of) {
    if (found < FEWEST) {
      throw new UnusableInputException(
          "--intervals conformal has "
              + found
              + " "
              + of
              + ", expected "
              + FEWEST
              + " or more for an 80 % band; raise --validation-rows, or leave out --intervals");
    }
  }

  private static long origins(JavaRDD<TimeSeries> series, Backtest.Plan plan) {
    return series.map(s -> (long) plan.origins(s).count(1)).fold(0L, Long::sum);
  }

  /**
   * The corrections of a model's quantiles by the tested rows of a plan.
   *
   * @throws UnusableInputException if a step of the horizon has too few observed values in these
   */
  public static Intervals of(
      JavaSparkContext spark,
      JavaRDD<TimeSeries> series,
      Forecaster forecaster,
      Backtest.Plan plan) {
    int horizon = plan.window().horizon();
    double[] levels = GRID.probabilities();
    int stride = (int) Math.max(1, origins(series, plan) * horizon * levels.length / MOST);
    Backtest.Plan every = plan.every(stride).with(List.of(), GRID);
    Broadcast<float[]> theta = spark.broadcast(forecaster.parameters());
    var model = forecaster.model();
    try {
      List<Tuple2<Integer, float[]>> steps =
          Backtest.cut(series, every)
              .mapPartitionsToPair(
                  it -> distances(it, new Forecaster(model, theta.value()).with(GRID)))
              .groupByKey()
              .mapValues(parts -> offsets(parts, levels))
              .sortByKey()
              .collect();
      return intervals(steps, levels, horizon);
    } finally {
      theta.destroy();
    }
  }

  private static Intervals intervals(
      List<Tuple2<Integer, float[]>> steps, double[] levels, int horizon) {
    if (steps.size() < horizon) {
      throw new UnusableInputException(
          "--intervals conformal found observed values at "
              + steps.size()
              + " of "
              + horizon
              + " steps of the horizon in the validation rows; raise --validation-rows");
    }
    float[][] offsets = new float[levels.length][horizon];
    for (Tuple2<Integer, float[]> step : steps) {
      int values = (int) step._2()[levels.length];
      requireEnough(values, "values at step " + (step._1() + 1) + " of the horizon");
      for (int i = 0; i < levels.length; i++) {
        offsets[i][step._1()] = step._2()[i];
      }
    }
    return new Intervals(false, levels, offsets);
  }

  /** Of each step of the horizon: the distances of values from all quantiles, in a row each. */
  private static Iterator<Tuple2<Integer, float[][]>> distances(
      Iterator<Tuple2<Integer, BacktestPart>> it, Forecaster forecaster) {
    List<List<float[]>> rows = new ArrayList<>();
    for (int k = 0; k < forecaster.model().config().window().horizon(); k++) {
      rows.add(new ArrayList<>());
    }
    for (List<BacktestPart> batch : Backtest.batches(it)) {
      List<Forecaster.Origin> origins = new ArrayList<>();
      batch.forEach(part -> origins.addAll(part.all()));
      List<Forecast> forecasts = Backtest.forecasts(origins, forecaster);
      for (int i = 0; i < forecasts.size(); i++) {
        add(rows, origins.get(i), forecasts.get(i), forecaster);
      }
    }
    List<Tuple2<Integer, float[][]>> all = new ArrayList<>();
    for (int k = 0; k < rows.size(); k++) {
      if (!rows.get(k).isEmpty()) {
        all.add(new Tuple2<>(k, rows.get(k).toArray(float[][]::new)));
      }
    }
    return all.iterator();
  }

  private static void add(
      List<List<float[]>> rows, Forecaster.Origin origin, Forecast forecast, Forecaster of) {
    float[] values = origin.series().values();
    double scale = of.model().config().window().scale(values, origin.at()).scale();
    double[][] all = GRID.all(forecast);
    for (int k = 0; k < rows.size(); k++) {
      float actual = values[origin.at() + k];
      if (!Float.isNaN(actual)) {
        float[] row = new float[all.length];
        for (int i = 0; i < row.length; i++) {
          row[i] = (float) ((actual - all[i][k]) / scale);
        }
        rows.get(k).add(row);
      }
    }
  }

  /** Sorted, so that no order of partitions shows; behind the offsets the number of values. */
  private static float[] offsets(Iterable<float[][]> parts, double[] levels) {
    int count = 0;
    for (float[][] part : parts) {
      count += part.length;
    }
    float[] offsets = new float[levels.length + 1];
    offsets[levels.length] = count;
    float[] column = new float[count];
    for (int i = 0; i < levels.length; i++) {
      int at = 0;
      for (float[][] part : parts) {
        for (float[] row : part) {
          column[at++] = row[i];
        }
      }
      Arrays.sort(column);
      offsets[i] = column[rank(levels[i], count) - 1];
    }
    return offsets;
  }

  /**
   * The rank of the distance that is the offset: with n others a new value lies below the r-th with
   * probability r / (n + 1). Ranks go outwards, so that a band has at least its share.
   */
  static int rank(double level, int count) {
    double exact = level * (count + 1);
    // A level such as 0.9 times a multiple of ten is whole but for its last bits.
    double near = Math.rint(exact);
    double rank =
        Math.abs(exact - near) < 1e-9 ? near : level < 0.5 ? Math.floor(exact) : Math.ceil(exact);
    return (int) Math.max(1, Math.min(count, rank));
  }
}
