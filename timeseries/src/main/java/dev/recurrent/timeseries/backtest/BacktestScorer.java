package dev.recurrent.timeseries.backtest;

import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.ForecastMetrics;
import dev.recurrent.timeseries.series.Scaling;

/** Adds up the errors of one part's forecasts, and of the baselines' from the same origins. */
final class BacktestScorer {
  private final BacktestPart part;
  private final Backtest.Plan plan;
  private final Scaling.Scale unit;
  private final int horizon;
  private final ForecastMetrics model;
  private final ForecastMetrics[] baselines;
  private final CellErrors cells;
  private int added;

  BacktestScorer(BacktestPart part, Backtest.Plan plan) {
    this.part = part;
    this.plan = plan;
    unit = part.unit();
    horizon = plan.window().horizon();
    model = new ForecastMetrics(horizon, plan.levels().bands());
    baselines = new ForecastMetrics[plan.baselines().size()];
    for (int i = 0; i < baselines.length; i++) {
      baselines[i] = new ForecastMetrics(horizon);
    }
    cells = new CellErrors(baselines.length);
  }

  /** Adds the forecast of the next origin. */
  void add(Forecast forecast) {
    int origin = part.origins().first() + added * part.stride();
    float[] values = part.origins().series().values();
    long step = part.origins().series().step(origin);
    long block = BlockBootstrap.block(step, horizon, plan.window().season());
    for (int k = 0; k < horizon; k++) {
      float raw = values[origin + k];
      if (!Float.isNaN(raw)) {
        double actual = scaled(raw);
        add(model, 0, block, k, actual, forecast.point()[k]);
        model.addQuantiles(actual, column(forecast.quantiles(), k));
        model.addBands(actual, edges(forecast, k), part.maseScale());
        for (int i = 0; i < baselines.length; i++) {
          add(baselines[i], i + 1, block, k, actual, part.baseline(i, added)[k]);
        }
      }
    }
    added++;
  }

  private void add(
      ForecastMetrics to, int forecast, long block, int k, double actual, double value) {
    double scaled = scaled(value);
    to.add(k, actual, scaled, part.maseScale());
    cells.add(block, forecast, scaled - actual, part.maseScale());
  }

  private double scaled(double value) {
    return (value - unit.shift()) / unit.scale();
  }

  private double[] column(double[][] rows, int k) {
    double[] column = new double[rows.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = scaled(rows[i][k]);
    }
    return column;
  }

  private double[][] edges(Forecast forecast, int k) {
    double[][] edges = new double[forecast.bands().length][];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = column(forecast.bands()[i], k);
    }
    return edges;
  }

  BacktestScores scores(BacktestExample example) {
    return new BacktestScores(part, added, model, baselines, cells, example);
  }
}
