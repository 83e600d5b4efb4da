package dev.recurrent.timeseries.backtest;

import dev.recurrent.timeseries.baseline.FittedBaseline;
import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.Naive;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Some origins of one series, and what has to be known of the rest of it. A plain class: Spark's
 * Kryo reads no records.
 */
final class BacktestPart implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Steps of history that a picture shows before the forecast. */
  private static final int PICTURED = 3;

  /** Forecasts of one step each that a picture shows in a row. */
  private static final int ONE_STEP = 60;

  private final long series;
  private final int number;
  private final Origins origins;
  private final int stride;
  private double shift;
  private double scale = 1;
  private double maseScale;

  /** {@code baselines[i][o][k]}: of the i-th baseline from the o-th origin at step k. */
  private double[][][] baselines = {};

  private BacktestPart(long series, int number, Origins origins, int stride) {
    this.series = series;
    this.number = number;
    this.origins = origins;
    this.stride = stride;
  }

  /**
   * The parts of a series, made one after the other.
   *
   * @param number the series', which orders sums
   * @param most origins of a part
   */
  static Stream<BacktestPart> of(TimeSeries s, long number, Backtest.Plan plan, int most) {
    Origins all = plan.origins(s);
    int count = all.count(plan.stride());
    if (count == 0) {
      return Stream.empty();
    }
    Scaling.Scale unit =
        plan.scaled()
            ? Scaling.STANDARD.of(s.values(), 0, plan.rows().reference(s.length()))
            : new Scaling.Scale(0, 1);
    int season = plan.window().season();
    double maseScale = Naive.scale(s.values(), all.first(), season) / unit.scale();
    List<FittedBaseline> fitted =
        plan.baselines().stream().map(b -> b.fit(s.values(), all.first(), season)).toList();
    return IntStream.range(0, (count + most - 1) / most)
        .mapToObj(
            i -> {
              int first = all.first() + i * most * plan.stride();
              int last = all.first() + (Math.min(count, (i + 1) * most) - 1) * plan.stride();
              Origins some = new Origins(s, first, last).part(0, 1, plan.window());
              BacktestPart part = new BacktestPart(number, i, some, plan.stride());
              part.shift = unit.shift();
              part.scale = unit.scale();
              part.maseScale = maseScale;
              part.baselines = forecasts(fitted, first, some.count(plan.stride()), plan);
              return part;
            });
  }

  /** Here, where all of the history is: a part has only what the network sees. */
  private static double[][][] forecasts(
      List<FittedBaseline> fitted, int first, int count, Backtest.Plan plan) {
    double[][][] all = new double[fitted.size()][count][];
    for (int i = 0; i < all.length; i++) {
      for (int o = 0; o < count; o++) {
        int origin = first + o * plan.stride();
        all[i][o] = fitted.get(i).forecast(origin, plan.window().horizon());
      }
    }
    return all;
  }

  long series() {
    return series;
  }

  /** Of this part of its series. */
  int number() {
    return number;
  }

  Origins origins() {
    return origins;
  }

  int stride() {
    return stride;
  }

  /** Of scaled errors. */
  Scaling.Scale unit() {
    return new Scaling.Scale(shift, scale);
  }

  /** The mean absolute seasonal difference before the tested rows. */
  double maseScale() {
    return maseScale;
  }

  /**
   * The forecast of a baseline.
   *
   * @param i its place in the plan
   * @param origin its place in this part
   */
  double[] baseline(int i, int origin) {
    return baselines[i][origin];
  }

  List<Forecaster.Origin> all() {
    List<Forecaster.Origin> all = new ArrayList<>();
    for (int at = origins.first(); at <= origins.last(); at += stride) {
      all.add(new Forecaster.Origin(origins.series(), at));
    }
    return all;
  }

  BacktestScores score(List<Forecast> forecasts, Backtest.Plan plan) {
    BacktestScorer scorer = new BacktestScorer(this, plan);
    forecasts.forEach(scorer::add);
    int origin = origins.first() + forecasts.size() * stride;
    if (plan.window().horizon() == 1 && stride == 1) {
      int count = Math.min(ONE_STEP, forecasts.size());
      List<Forecast> last = forecasts.subList(forecasts.size() - count, forecasts.size());
      return scorer.scores(example(inARow(last), origin - count, count));
    }
    Forecast latest = forecasts.get(forecasts.size() - 1);
    return scorer.scores(example(latest, origin - stride, plan.window().horizon()));
  }

  /** Forecasts of one step each, as one line to look at. */
  private static Forecast inARow(List<Forecast> forecasts) {
    Forecast first = forecasts.get(0);
    int n = forecasts.size();
    double[] point = new double[n];
    double[][] quantiles = new double[first.quantiles().length][n];
    for (int k = 0; k < n; k++) {
      point[k] = forecasts.get(k).point()[0];
      for (int q = 0; q < quantiles.length; q++) {
        quantiles[q][k] = forecasts.get(k).quantiles()[q][0];
      }
    }
    return new Forecast(first.series(), first.firstStep(), point, quantiles);
  }

  private BacktestExample example(Forecast forecast, int origin, int horizon) {
    int from = Math.max(0, origin - Math.max(24, PICTURED * horizon));
    TimeSeries observed = origins.series().slice(from, origin + horizon);
    return new BacktestExample(observed, origin - from, forecast.point(), forecast.quantiles());
  }
}
