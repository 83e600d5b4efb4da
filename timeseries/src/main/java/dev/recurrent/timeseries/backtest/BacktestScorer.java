package dev.recurrent.timeseries.backtest;

import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.ForecastMetrics;
import dev.recurrent.timeseries.forecast.Naive;
import dev.recurrent.timeseries.series.Scaling;

/** Adds up the errors of one part's forecasts, and of the naive ones from the same origins. */
final class BacktestScorer {
  private static final int MODEL = 0;
  private static final int NAIVE = 1;
  private static final int SEASONAL = 2;
  private static final int NAIVE2 = 3;

  private final BacktestPart part;
  private final Scaling.Scale unit;
  private final int horizon;
  private final int season;
  private final ForecastMetrics[] sums;
  private final long[] steps;
  private final double[][] errors;
  private int added;

  BacktestScorer(BacktestPart part, Backtest.Plan plan) {
    this.part = part;
    unit = part.unit();
    horizon = plan.window().horizon();
    season = plan.window().season();
    sums = new ForecastMetrics[plan.naive2() ? NAIVE2 + 1 : NAIVE2];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = new ForecastMetrics(horizon);
    }
    int origins = part.origins().count(part.stride());
    steps = new long[origins];
    errors = new double[origins][];
  }

  /** Adds the forecast of the next origin. */
  void add(Forecast forecast) {
    int origin = part.origins().first() + added * part.stride();
    float[] values = part.origins().series().values();
    double[] last = Naive.last(values, origin, horizon);
    double[] before = Naive.seasonal(values, origin, horizon, season);
    double own = 0;
    double lasts = 0;
    for (int k = 0; k < horizon; k++) {
      float raw = values[origin + k];
      if (!Float.isNaN(raw)) {
        double actual = scaled(raw);
        own += add(sums[MODEL], k, actual, forecast.point()[k]);
        sums[MODEL].addQuantiles(actual, quantiles(forecast, k));
        lasts += add(sums[NAIVE], k, actual, last[k]);
        add(sums[SEASONAL], k, actual, before[k]);
        if (sums.length > NAIVE2) {
          add(sums[NAIVE2], k, actual, part.naive2(added)[k]);
        }
      }
    }
    steps[added] = part.origins().series().step(origin);
    errors[added] = new double[] {own / horizon, lasts / horizon};
    added++;
  }

  /** Adds one error; returns its square. */
  private double add(ForecastMetrics to, int k, double actual, double forecast) {
    double scaled = scaled(forecast);
    to.add(k, actual, scaled, part.maseScale());
    return (actual - scaled) * (actual - scaled);
  }

  private double scaled(double value) {
    return (value - unit.shift()) / unit.scale();
  }

  private double[] quantiles(Forecast forecast, int k) {
    double[] column = new double[forecast.quantiles().length];
    for (int i = 0; i < column.length; i++) {
      column[i] = scaled(forecast.quantiles()[i][k]);
    }
    return column;
  }

  BacktestScores scores(BacktestExample example) {
    return new BacktestScores(part, sums, steps, errors, example);
  }
}
