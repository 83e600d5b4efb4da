package dev.recurrent.timeseries.backtest;

import java.io.Serializable;
import java.util.TreeMap;

/**
 * Errors of one series by block of time. Of each forecast there are two columns: the sum of squared
 * errors, and that of absolute errors over MASE's scale. The model's come first, then those of each
 * baseline.
 */
final class CellErrors implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int columns;
  private final TreeMap<Long, double[]> blocks = new TreeMap<>();

  /**
   * @param baselines beside the model
   */
  CellErrors(int baselines) {
    columns = 2 * (baselines + 1);
  }

  /** Where squared errors of a forecast are: 0 is the model. */
  static int squares(int forecast) {
    return 2 * forecast;
  }

  /** Where absolute scaled errors of a forecast are: 0 is the model. */
  static int scaled(int forecast) {
    return 2 * forecast + 1;
  }

  /**
   * Adds the error of one value.
   *
   * @param forecast 0 for the model, then the baselines
   * @param scale what MASE divides by, or NaN
   */
  void add(long block, int forecast, double error, double scale) {
    double[] cell = blocks.computeIfAbsent(block, b -> new double[columns]);
    cell[squares(forecast)] += error * error;
    cell[scaled(forecast)] += scale > 0 ? Math.abs(error) / scale : 0;
  }

  /** Adds them to a bootstrap. */
  void addTo(BlockBootstrap bootstrap, String series, boolean first) {
    long[] keys = blocks.keySet().stream().mapToLong(Long::longValue).toArray();
    bootstrap.add(series, first, keys, blocks.values().toArray(double[][]::new));
  }
}
