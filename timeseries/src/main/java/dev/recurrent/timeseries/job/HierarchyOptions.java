package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.table.InputSnapshots;
import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The levels of a hierarchy, its leaves, and the errors of past forecasts. */
final class HierarchyOptions {
  @Option(
      names = "--hierarchy",
      required = true,
      split = ",",
      paramLabel = "NAMES",
      description =
          "Columns of the levels from the top, such as region,shop,product. All of them together"
              + " name a leaf. A level above leaves is the series region or region/shop.")
  private List<String> hierarchy = new ArrayList<>();

  @Option(
      names = "--structure",
      paramLabel = "PATH",
      description =
          "Table with the columns of --hierarchy and the name of each leaf, such as the history"
              + " (default: names of leaves have the words of all levels, region/shop/product).")
  private @Nullable String structure;

  @Option(
      names = "--structure-table",
      paramLabel = "NAME",
      description = "A table of a catalog instead of --structure.")
  private @Nullable String structureTable;

  @Option(
      names = "--structure-query",
      paramLabel = "SQL",
      description = "A query instead of --structure.")
  private @Nullable String structureQuery;

  @Option(
      names = "--series-column",
      defaultValue = "series",
      paramLabel = "NAME",
      description = "Column of --structure that names the leaf (default: ${DEFAULT-VALUE}).")
  private String seriesColumn = "series";

  @Option(
      names = "--total",
      defaultValue = "total",
      paramLabel = "NAME",
      description =
          "Name of the series of the sum of all leaves. With none there is no such series, and each"
              + " value of the first level is a group that is solved alone (default:"
              + " ${DEFAULT-VALUE}).")
  private String total = "total";

  @Option(
      names = "--residuals",
      paramLabel = "DIR",
      description =
          "Errors of past forecasts of all levels, as forecasting backtest --rows writes them:"
              + " those of the first step.")
  private @Nullable String residuals;

  @Option(
      names = "--residuals-table",
      paramLabel = "NAME",
      description = "A table of a catalog instead of --residuals.")
  private @Nullable String residualsTable;

  @Option(
      names = "--residuals-query",
      paramLabel = "SQL",
      description = "A query instead of --residuals, such as one that chooses a date of the table.")
  private @Nullable String residualsQuery;

  /**
   * @param needsErrors whether the covariance of errors is asked for
   * @throws JobException naming what cannot be
   */
  void requireValid(boolean needsErrors) {
    InputSnapshots none = new InputSnapshots();
    structure(none);
    if (needsErrors && residuals(none) == null) {
      throw JobException.usage(
          "--method mint needs --residuals, the rows of a backtest; or pass --method ols or"
              + " bottom-up");
    }
    if (total.isBlank() || (total() == null && hierarchy.size() < 2)) {
      throw JobException.usage(
          "--total is \""
              + total
              + "\", expected a name; none needs two columns of --hierarchy at least");
    }
  }

  /** The name of the sum of all; null where each value of the first column is its own group. */
  @Nullable String total() {
    return total.equals("none") ? null : total;
  }

  private @Nullable TableSource structure(InputSnapshots inputs) {
    return TableSource.choose("--structure", structure, structureTable, structureQuery, inputs);
  }

  private @Nullable TableSource residuals(InputSnapshots inputs) {
    return TableSource.choose("--residuals", residuals, residualsTable, residualsQuery, inputs);
  }

  /**
   * Opens the tables.
   *
   * @param input the forecasts
   */
  HierarchyTables tables(JobContext context, InputTable input) throws IOException {
    return HierarchyTables.of(
        input,
        opened(context, structure(context.inputs())),
        opened(context, residuals(context.inputs())),
        hierarchy,
        seriesColumn);
  }

  private static @Nullable InputTable opened(JobContext context, @Nullable TableSource source)
      throws IOException {
    return source == null ? null : InputTable.read(context.session(), source);
  }
}
