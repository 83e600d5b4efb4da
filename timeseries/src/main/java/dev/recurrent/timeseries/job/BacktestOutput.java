package dev.recurrent.timeseries.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.LogicalDate;
import dev.recurrent.spark.job.RowOrigin;
import dev.recurrent.spark.job.RowOutput;
import dev.recurrent.spark.job.TableOutputOptions;
import dev.recurrent.timeseries.backtest.Backtest;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.table.SeriesTable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options about where the rows of a backtest go, if anywhere. */
final class BacktestOutput {
  private static final String ROWS = "--rows";

  @Option(
      names = ROWS,
      paramLabel = "DIR",
      description =
          "Directory for a Parquet table of every step of every forecast: series, origin, step,"
              + " metric, and the figures of the model and of the naive forecasts (default: none).")
  private @Nullable String rows;

  @Mixin private TableOutputOptions into = new TableOutputOptions();

  @Mixin private LogicalDate date = new LogicalDate();

  /**
   * @throws JobException naming what does not go together
   */
  void requireValid() {
    into.requireValid(ROWS, rows);
    date.requireValid(into);
  }

  /** Looks at the place, before the work; null where no rows are asked for. */
  @Nullable RowOutput open(JobContext context, ModelDirectory directory, Forecaster forecaster)
      throws IOException {
    if (rows == null && !into.requested()) {
      return null;
    }
    RowOutput target =
        rows != null
            ? RowOutput.directory(ROWS, rows, "parquet", context.hadoop())
            : into.open(context, date.date(), RowOrigin.of(directory, forecaster.parameters()));
    target.requireFits(BacktestRows.columnsBesideOrigin());
    return target;
  }

  /** What is done with a backtest's steps; null for nothing. */
  static Backtest.@Nullable StepOutput steps(
      JobContext context, SeriesTable table, @Nullable RowOutput target) {
    return target == null
        ? null
        : steps -> target.write(BacktestRows.of(context.session(), steps, table.times()));
  }
}
