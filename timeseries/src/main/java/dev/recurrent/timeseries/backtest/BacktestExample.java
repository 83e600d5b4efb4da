package dev.recurrent.timeseries.backtest;

import dev.recurrent.timeseries.series.TimeSeries;
import java.io.Serializable;

/** A forecast to look at. A plain class: Spark's Kryo reads no records. */
public final class BacktestExample implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TimeSeries observed;
  private final int origin;
  private final double[] point;
  private final double[][] quantiles;

  BacktestExample(TimeSeries observed, int origin, double[] point, double[][] quantiles) {
    this.observed = observed;
    this.origin = origin;
    this.point = point;
    this.quantiles = quantiles;
  }

  /** The series' values before the first forecast and those that came then. */
  public TimeSeries observed() {
    return observed;
  }

  /** The place in {@link #observed} of the first value that is forecast. */
  public int origin() {
    return origin;
  }

  /** What was forecast, from the origin to the end of {@link #observed}. */
  public double[] point() {
    return point;
  }

  /** {@code quantiles()[i][k]}: a level's quantile of step k. */
  public double[][] quantiles() {
    return quantiles;
  }
}
