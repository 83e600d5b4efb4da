package dev.recurrent.timeseries.forecast;

import java.io.Serializable;

/**
 * What is expected of a series.
 *
 * @param series its name
 * @param firstStep of the first value
 * @param point of each step: the mean of a distribution that has one, the median of quantiles
 * @param quantiles {@code quantiles[i][k]}: the quantile {@link Forecaster#LEVELS}[i] of step k
 */
public record Forecast(String series, long firstStep, double[] point, double[][] quantiles)
    implements Serializable {
  /** The quantile of a level that is among {@link Forecaster#LEVELS}. */
  public double quantile(double level, int step) {
    return quantiles[(int) Math.round(level * 10) - 1][step];
  }
}
