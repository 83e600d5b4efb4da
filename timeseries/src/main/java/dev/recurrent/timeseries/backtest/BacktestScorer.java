package dev.recurrent.timeseries.backtest;

import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.ForecastMetrics;
import dev.recurrent.timeseries.forecast.Naive;
import dev.recurrent.timeseries.series.Scaling;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up the errors of one part's forecasts, and of the naive ones from the same origins. */
final class BacktestScorer {
  private final BacktestPart part;
  private final int horizon;
  private final int season;
  private final ForecastMetrics model;
  private final ForecastMetrics naive;
  private final ForecastMetrics seasonal;
  private final @Nullable ForecastMetrics naive2;
  private final List<BacktestPart.Window> each = new ArrayList<>();

  BacktestScorer(BacktestPart part, Backtest.Plan plan) {
    this.part = part;
    horizon = plan.window().horizon();
    season = plan.window().season();
    model = new ForecastMetrics(horizon);
    naive = new ForecastMetrics(horizon);
    seasonal = new ForecastMetrics(horizon);
    naive2 = part.naive2() == null ? null : new ForecastMetrics(horizon);
  }

  void add(Forecast forecast, int origin) {
    float[] values = part.origins().series().values();
    double[] last = Naive.last(values, origin, horizon);
    double[] before = Naive.seasonal(values, origin, horizon, season);
    double own = 0;
    double lasts = 0;
    for (int k = 0; k < horizon; k++) {
      float raw = values[origin + k];
      if (!Float.isNaN(raw)) {
        double actual = part.unit().apply(raw);
        own += add(model, k, actual, forecast.mean()[k]);
        model.addQuantiles(actual, quantiles(forecast, k));
        lasts += add(naive, k, actual, last[k]);
        add(seasonal, k, actual, before[k]);
        if (naive2 != null && part.naive2() != null) {
          add(naive2, k, actual, part.naive2()[k]);
        }
      }
    }
    long step = part.origins().series().firstStep() + origin;
    each.add(new BacktestPart.Window(step, own / horizon, lasts / horizon));
  }

  /** Adds one error; returns its square. */
  private double add(ForecastMetrics to, int k, double actual, double forecast) {
    double scaled = scaled(forecast);
    to.add(k, actual, scaled, part.maseScale());
    return (actual - scaled) * (actual - scaled);
  }

  private double scaled(double value) {
    Scaling.Scale unit = part.unit();
    return (value - unit.shift()) / unit.scale();
  }

  private double[] quantiles(Forecast forecast, int k) {
    double[] column = new double[forecast.quantiles().length];
    for (int i = 0; i < column.length; i++) {
      column[i] = scaled(forecast.quantiles()[i][k]);
    }
    return column;
  }

  BacktestPart.Scores scores(BacktestPart.Example example) {
    return new BacktestPart.Scores(
        part.series(),
        part.number(),
        part.origins().series().name(),
        model,
        naive,
        seasonal,
        naive2,
        each,
        example);
  }
}
