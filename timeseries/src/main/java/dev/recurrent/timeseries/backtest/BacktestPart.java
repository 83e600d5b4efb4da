package dev.recurrent.timeseries.backtest;

import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.Naive;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

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
  private double[][] naive2 = {};

  private BacktestPart(long series, int number, Origins origins, int stride) {
    this.series = series;
    this.number = number;
    this.origins = origins;
    this.stride = stride;
  }

  /**
   * The parts of a series.
   *
   * @param number the series', which orders sums
   * @param most origins of a part
   */
  static List<BacktestPart> of(TimeSeries s, long number, Backtest.Plan plan, int most) {
    WindowConfig window = plan.window();
    Origins all = plan.origins(s);
    int count = all.count(plan.stride());
    if (count == 0) {
      return List.of();
    }
    Scaling.Scale unit =
        plan.scaled()
            ? Scaling.STANDARD.of(s.values(), 0, plan.rows().reference(s.length()))
            : new Scaling.Scale(0, 1);
    double maseScale = Naive.scale(s.values(), all.first(), window.season()) / unit.scale();
    List<BacktestPart> parts = new ArrayList<>();
    for (int i = 0; i * most < count; i++) {
      int first = all.first() + i * most * plan.stride();
      int last = all.first() + (Math.min(count, (i + 1) * most) - 1) * plan.stride();
      Origins some = new Origins(s, first, last).part(0, 1, window);
      BacktestPart part = new BacktestPart(number, i, some, plan.stride());
      part.shift = unit.shift();
      part.scale = unit.scale();
      part.maseScale = maseScale;
      if (plan.naive2()) {
        part.naive2 = naive2(s, first, some.count(plan.stride()), plan);
      }
      parts.add(part);
    }
    return parts;
  }

  /** Here, where all of the history is: a part has only what the network sees. */
  private static double[][] naive2(TimeSeries s, int first, int count, Backtest.Plan plan) {
    double[][] all = new double[count][];
    int season = plan.window().season();
    for (int i = 0; i < count; i++) {
      int origin = first + i * plan.stride();
      all[i] = Naive.naive2(s.values(), origin, plan.window().horizon(), season);
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

  /** M4's Naive2 from the i-th origin. */
  double[] naive2(int i) {
    return naive2[i];
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
