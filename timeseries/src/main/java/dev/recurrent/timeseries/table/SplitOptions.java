package dev.recurrent.timeseries.table;

import dev.recurrent.spark.job.JobException;
import java.io.Serializable;
import picocli.CommandLine.Option;

/** Where training ends and validation ends in each series, counted in rows. */
public final class SplitOptions {
  @Option(
      names = "--train-rows",
      defaultValue = "0",
      description = "Rows of each series to train on, 0 for all before validation.")
  int trainRows;

  @Option(
      names = "--validation-rows",
      defaultValue = "0",
      description = "Rows behind them to validate on, 0 for a tenth, at least the horizon.")
  int validationRows;

  public void requireValid() {
    if (trainRows < 0 || validationRows < 0) {
      throw JobException.usage("--train-rows and --validation-rows are at least 0");
    }
  }

  /**
   * The rows of one series.
   *
   * @param train rows to train on
   * @param validation where validation ends
   */
  public record Split(int train, int validation) implements Serializable {}

  public Rule rule(int horizon) {
    return new Rule(trainRows, validationRows, horizon);
  }

  /** The options as a function of a series' length. */
  public record Rule(int trainRows, int validationRows, int horizon) implements Serializable {
    private static final int TENTH = 10;

    public Split of(int length) {
      int wanted = validationRows > 0 ? validationRows : Math.max(horizon, length / TENTH);
      int train = trainRows > 0 ? Math.min(trainRows, length) : Math.max(0, length - wanted);
      return new Split(train, Math.min(length, train + wanted));
    }
  }
}
