package dev.recurrent.timeseries.backtest;

import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.ForecastMetrics;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.Naive;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some origins of one series, and what has to be known of the rest of it.
 *
 * @param series its number, which orders sums
 * @param number of this part
 * @param unit of scaled errors
 * @param maseScale mean absolute seasonal difference before the tested rows
 * @param naive2 of the first origin, or null
 */
public record BacktestPart(
    long series,
    int number,
    Origins origins,
    int stride,
    Scaling.Scale unit,
    double maseScale,
    double @Nullable [] naive2)
    implements Serializable {
  /** Steps of history that a picture shows before the forecast. */
  private static final int PICTURED = 3;

  /** Forecasts of one step each that a picture shows in a row. */
  private static final int ONE_STEP = 60;

  /** A forecast to look at. */
  public record Example(String name, float[] history, float[] actual, Forecast forecast)
      implements Serializable {}

  /** Mean squared errors of one forecast and of the naive one, and the step it was made at. */
  record Window(long step, double model, double naive) implements Serializable {}

  /** Sums over a part's origins. */
  record Scores(
      long series,
      int number,
      String name,
      ForecastMetrics model,
      ForecastMetrics naive,
      ForecastMetrics seasonal,
      @Nullable ForecastMetrics naive2,
      List<Window> each,
      Example example)
      implements Serializable {}

  static List<BacktestPart> of(TimeSeries s, long number, Backtest.Plan plan, int most) {
    WindowConfig window = plan.window();
    int begin = plan.rows().begin(s.length());
    Origins all = Origins.between(s, window, begin, plan.rows().end(s.length()));
    int count = all.count(plan.stride());
    if (count == 0) {
      return List.of();
    }
    Scaling.Scale unit =
        plan.scaled()
            ? Scaling.STANDARD.of(s.values(), 0, plan.rows().reference(s.length()))
            : new Scaling.Scale(0, 1);
    double scale = Naive.scale(s.values(), all.first(), window.season()) / unit.scale();
    double[] naive2 =
        plan.naive2()
            ? Naive.naive2(s.values(), all.first(), window.horizon(), window.season())
            : null;
    List<BacktestPart> parts = new ArrayList<>();
    for (int i = 0; i * most < count; i++) {
      int first = all.first() + i * most * plan.stride();
      int last = all.first() + (Math.min(count, (i + 1) * most) - 1) * plan.stride();
      Origins some = new Origins(s, first, last).part(0, 1, window);
      parts.add(new BacktestPart(number, i, some, plan.stride(), unit, scale, naive2));
    }
    return parts;
  }

  List<Forecaster.Origin> all() {
    List<Forecaster.Origin> all = new ArrayList<>();
    for (int at = origins.first(); at <= origins.last(); at += stride) {
      all.add(new Forecaster.Origin(origins.series(), at));
    }
    return all;
  }

  Scores score(List<Forecast> forecasts, Backtest.Plan plan) {
    BacktestScorer tally = new BacktestScorer(this, plan);
    int origin = origins.first();
    for (Forecast forecast : forecasts) {
      tally.add(forecast, origin);
      origin += stride;
    }
    if (plan.window().horizon() == 1 && stride == 1) {
      int count = Math.min(ONE_STEP, forecasts.size());
      List<Forecast> last = forecasts.subList(forecasts.size() - count, forecasts.size());
      return tally.scores(example(inARow(last), origin - count, count));
    }
    Forecast latest = forecasts.get(forecasts.size() - 1);
    return tally.scores(example(latest, origin - stride, plan.window().horizon()));
  }

  /** Forecasts of one step each, as one line to look at. */
  private static Forecast inARow(List<Forecast> forecasts) {
    Forecast first = forecasts.get(0);
    int n = forecasts.size();
    double[] mean = new double[n];
    double[][] quantiles = new double[first.quantiles().length][n];
    for (int k = 0; k < n; k++) {
      mean[k] = forecasts.get(k).mean()[0];
      for (int q = 0; q < quantiles.length; q++) {
        quantiles[q][k] = forecasts.get(k).quantiles()[q][0];
      }
    }
    return new Forecast(first.series(), first.firstStep(), mean, quantiles);
  }

  private Example example(Forecast forecast, int origin, int horizon) {
    float[] values = origins.series().values();
    int from = Math.max(0, origin - Math.max(24, PICTURED * horizon));
    return new Example(
        origins.series().name(),
        Arrays.copyOfRange(values, from, origin),
        Arrays.copyOfRange(values, origin, origin + horizon),
        forecast);
  }
}
