package dev.recurrent.timeseries.backtest;

import dev.recurrent.timeseries.forecast.ForecastMetrics;
import java.io.Serializable;

/** Sums over the origins of one part. A plain class: Spark's Kryo reads no records. */
final class BacktestScores implements Serializable {
  private static final long serialVersionUID = 1L;

  final long series;
  final int number;
  final String name;

  /** Forecasts made. */
  final int windows;

  final ForecastMetrics model;

  /** In the order of the plan's baselines. */
  final ForecastMetrics[] baselines;

  /** Blocks of origins in time, and of each the sums that {@link CellErrors} describes. */
  final CellErrors cells;

  final BacktestExample example;

  BacktestScores(
      BacktestPart part,
      int windows,
      ForecastMetrics model,
      ForecastMetrics[] baselines,
      CellErrors cells,
      BacktestExample example) {
    this.series = part.series();
    this.number = part.number();
    this.name = part.origins().series().name();
    this.windows = windows;
    this.model = model;
    this.baselines = baselines;
    this.cells = cells;
    this.example = example;
  }
}
