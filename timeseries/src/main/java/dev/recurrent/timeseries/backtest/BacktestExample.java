package dev.recurrent.timeseries.backtest;

import java.io.Serializable;

/** A forecast to look at. A plain class: Spark's Kryo reads no records. */
public final class BacktestExample implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final long firstStep;
  private final float[] history;
  private final float[] actual;
  private final double[] point;
  private final double[][] quantiles;

  BacktestExample(
      String name,
      long firstStep,
      float[] history,
      float[] actual,
      double[] point,
      double[][] quantiles) {
    this.name = name;
    this.firstStep = firstStep;
    this.history = history;
    this.actual = actual;
    this.point = point;
    this.quantiles = quantiles;
  }

  /** The series' name. */
  public String name() {
    return name;
  }

  /** The step of the first value of the history, in units of the frequency. */
  public long firstStep() {
    return firstStep;
  }

  /** Values before the first forecast. */
  public float[] history() {
    return history;
  }

  /** What came; NaN where nothing was observed. */
  public float[] actual() {
    return actual;
  }

  /** What was forecast, as long as {@link #actual}. */
  public double[] point() {
    return point;
  }

  /** {@code quantiles()[i][k]}: a level's quantile of step k. */
  public double[][] quantiles() {
    return quantiles;
  }
}
