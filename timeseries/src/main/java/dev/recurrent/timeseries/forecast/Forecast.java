package dev.recurrent.timeseries.forecast;

import java.io.Serializable;

/**
 * What is expected of a series.
 *
 * @param series its name
 * @param firstStep of the first value
 * @param point of each step: the mean of a distribution that has one, the median of quantiles
 * @param quantiles {@code quantiles[i][k]}: the quantile {@link Forecaster#LEVELS}[i] of step k
 * @param bands {@code bands[i][0][k]} and {@code bands[i][1][k]}: the lower and the upper edge of
 *     the band of the i-th of {@link Forecaster#levels} at step k
 */
public record Forecast(
    String series, long firstStep, double[] point, double[][] quantiles, double[][][] bands)
    implements Serializable {
  /** Without bands. */
  public Forecast(String series, long firstStep, double[] point, double[][] quantiles) {
    this(series, firstStep, point, quantiles, new double[0][][]);
  }

  /** The quantile of a level that is among {@link Forecaster#LEVELS}. */
  public double quantile(double level, int step) {
    return quantiles[(int) Math.round(level * 10) - 1][step];
  }
}
