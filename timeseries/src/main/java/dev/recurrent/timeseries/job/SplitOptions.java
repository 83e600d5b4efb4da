package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.JobException;
import dev.recurrent.timeseries.table.SplitRule;
import picocli.CommandLine.Option;

/** Where training ends and validation ends in each series, counted in rows. */
final class SplitOptions {
  @Option(
      names = "--train-rows",
      defaultValue = "0",
      description = "Rows of each series to train on; 0 for all before the validation rows.")
  private int trainRows;

  @Option(
      names = "--validation-rows",
      defaultValue = "0",
      description =
          "Rows to validate on, after the training rows; 0 for a tenth, and at least the"
              + " horizon.")
  private int validationRows;

  void requireValid() {
    if (trainRows < 0 || validationRows < 0) {
      throw JobException.usage(
          "--train-rows is "
              + trainRows
              + ", --validation-rows "
              + validationRows
              + ", expected 0 or more");
    }
  }

  SplitRule rule(int horizon) {
    return new SplitRule(trainRows, validationRows, horizon);
  }
}
