package dev.recurrent.timeseries.table;

import java.io.Serializable;

/**
 * Where training ends and validation ends in each series, as a function of its length.
 *
 * @param trainRows rows of each series to train on, 0 for all before validation
 * @param validationRows rows behind them to validate on, 0 for a tenth, at least the horizon
 * @param horizon steps that are forecast
 */
public record SplitRule(int trainRows, int validationRows, int horizon) implements Serializable {
  private static final int TENTH = 10;

  /**
   * The rows of one series.
   *
   * @param train rows to train on
   * @param validation where validation ends
   */
  public record Split(int train, int validation) implements Serializable {}

  /** The rows of a series of so many. */
  public Split of(int length) {
    int wanted = validationRows > 0 ? validationRows : Math.max(horizon, length / TENTH);
    int train = trainRows > 0 ? Math.min(trainRows, length) : Math.max(0, length - wanted);
    return new Split(train, Math.min(length, train + wanted));
  }

  /** Rows of a series of so many that windows to train on have; 0 where there is no such window. */
  public int trainedRows(int length) {
    int train = of(length).train();
    return train > horizon ? train : 0;
  }
}
