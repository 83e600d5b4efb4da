package dev.recurrent.timeseries.forecast;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

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

  /**
   * The mean of the members' forecasts from each origin: of points, quantiles and bands.
   *
   * @param members forecasts from the same origins, a list for each member
   */
  static List<Forecast> means(List<List<Forecast>> members) {
    if (members.size() == 1) {
      return members.get(0);
    }
    List<Forecast> means = new ArrayList<>();
    for (int i = 0; i < members.get(0).size(); i++) {
      Forecast first = members.get(0).get(i);
      double[] point = new double[first.point.length];
      double[][] quantiles = new double[first.quantiles.length][point.length];
      double[][][] bands = new double[first.bands.length][2][point.length];
      for (List<Forecast> member : members) {
        add(member.get(i).point, members.size(), point);
        for (int q = 0; q < quantiles.length; q++) {
          add(member.get(i).quantiles[q], members.size(), quantiles[q]);
        }
        for (int band = 0; band < bands.length; band++) {
          add(member.get(i).bands[band][0], members.size(), bands[band][0]);
          add(member.get(i).bands[band][1], members.size(), bands[band][1]);
        }
      }
      means.add(new Forecast(first.series, first.firstStep, point, quantiles, bands));
    }
    return means;
  }

  private static void add(double[] values, int members, double[] to) {
    for (int k = 0; k < to.length; k++) {
      to[k] += values[k] / members;
    }
  }

  /** The quantile of a level that is among {@link Forecaster#LEVELS}. */
  public double quantile(double level, int step) {
    return quantiles[(int) Math.round(level * 10) - 1][step];
  }
}
