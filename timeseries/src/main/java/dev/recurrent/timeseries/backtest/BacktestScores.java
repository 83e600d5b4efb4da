package dev.recurrent.timeseries.backtest;

import dev.recurrent.timeseries.forecast.ForecastMetrics;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Sums over the origins of one part. A plain class: Spark's Kryo reads no records. */
final class BacktestScores implements Serializable {
  private static final long serialVersionUID = 1L;

  final long series;
  final int number;
  final String name;
  final ForecastMetrics model;
  final ForecastMetrics naive;
  final ForecastMetrics seasonal;
  final @Nullable ForecastMetrics naive2;

  /** The step of each origin. */
  final long[] steps;

  /** Of each origin the mean squared error of the model and of the naive forecast. */
  final double[][] errors;

  final BacktestExample example;

  /**
   * @param sums of the model, the naive, the seasonal naive forecast, and of Naive2 if computed
   */
  BacktestScores(
      BacktestPart part,
      ForecastMetrics[] sums,
      long[] steps,
      double[][] errors,
      BacktestExample example) {
    this.series = part.series();
    this.number = part.number();
    this.name = part.origins().series().name();
    this.model = sums[0];
    this.naive = sums[1];
    this.seasonal = sums[2];
    this.naive2 = sums.length > 3 ? sums[3] : null;
    this.steps = steps;
    this.errors = errors;
    this.example = example;
  }
}
