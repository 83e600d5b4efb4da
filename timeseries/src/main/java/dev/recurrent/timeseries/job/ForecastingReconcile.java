package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.InputOptions;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.LogicalDate;
import dev.recurrent.spark.job.OutputDirectory;
import dev.recurrent.spark.job.ReadingOptions;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.TableSource;
import dev.recurrent.timeseries.hierarchy.Reconciliation;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the forecasts of all levels of a hierarchy add up, and writes them as forecasts. */
@Command(description = "Makes the forecasts of a hierarchy add up.", sortOptions = false)
public final class ForecastingReconcile implements Job {
  @Option(
      names = "--input",
      paramLabel = "PATH",
      description = "Forecasts, as forecasting forecast writes them: a directory date=DATE.")
  private String input = "";

  @Mixin private InputOptions table = new InputOptions();

  @Mixin private ReadingOptions reading = new ReadingOptions(0);

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
      names = "--method",
      defaultValue = "mint",
      description =
          "bottom-up, ols, or mint with the shrunk covariance of the errors in --residuals"
              + " (default: ${DEFAULT-VALUE}).")
  private String method = "mint";

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

  @Option(names = "--non-negative", description = "Leaves below 0 become 0.")
  private boolean nonNegative;

  @Option(
      names = "--samples",
      defaultValue = "500",
      paramLabel = "N",
      description = "Joint draws for the quantiles (default: ${DEFAULT-VALUE}).")
  private int samples = 500;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the draws (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description =
          "Directory for forecasts: they go to DIR/date=DATE, and DIR/latest names the newest"
              + " date.")
  private String output = "";

  @Option(
      names = "--date",
      paramLabel = "YYYY-MM-DD",
      description = "Day of the forecast (default: today in UTC).")
  private String date = "";

  @Option(
      names = "--format",
      defaultValue = "parquet",
      description = "parquet or csv (default: ${DEFAULT-VALUE}).")
  private String format = "parquet";

  public static void main(String[] arguments) {
    JobRunner.main(new ForecastingReconcile(), arguments);
  }

  @Override
  public String task() {
    return "forecasting";
  }

  @Override
  public String action() {
    return "reconcile";
  }

  @Override
  public void requireValid() {
    reading.requireValid();
    table.requireValid(input, true);
    table.requireFits(reading.rules(true));
    if (samples < 10 || samples > 100_000) {
      throw JobException.usage("--samples is " + samples + ", expected 10 to 100000");
    }
    Reconciliation.Method chosen = chosen();
    boolean errors = residuals != null || residualsTable != null;
    if (chosen == Reconciliation.Method.MINT && !errors) {
      throw JobException.usage(
          "--method mint needs --residuals, the rows of a backtest; or pass --method ols or"
              + " bottom-up");
    }
    date = date.isEmpty() ? LogicalDate.today().toString() : date;
    LogicalDate.parse(date);
    if (!List.of("parquet", "csv").contains(format)) {
      throw JobException.usage("--format is \"" + format + "\", expected parquet or csv");
    }
    if (total.isBlank() || (total.equals("none") && hierarchy.size() < 2)) {
      throw JobException.usage(
          "--total is \""
              + total
              + "\", expected a name; none needs two columns of --hierarchy at least");
    }
  }

  private Reconciliation.Method chosen() {
    try {
      return Reconciliation.Method.of(method);
    } catch (IllegalArgumentException e) {
      throw JobException.usage("--" + e.getMessage());
    }
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    HadoopDirectory place = HadoopDirectory.at(output, context.hadoop());
    ForecastStore store = new ForecastStore(place, LocalDate.parse(date), context.console());
    if (store.done()) {
      context.console().say("%s is there already: nothing to do", store);
      return result(store.rows(), true);
    }
    OutputDirectory.requireWritable(output, place);
    HierarchyTables tables;
    try (var work = context.activity("reading")) {
      tables =
          HierarchyTables.of(
              InputTable.read(
                  context.session(), table.source(input, context).with(reading.rules(true))),
              other(context, "--structure", structure, structureTable),
              other(context, "--residuals", residuals, residualsTable),
              hierarchy,
              seriesColumn);
    }
    ReconcileRules rules =
        new ReconcileRules(
            total.equals("none") ? null : total,
            Reconciliation.Method.of(method),
            nonNegative,
            tables.levels(),
            samples,
            seed);
    try (var work = context.activity("reconciling")) {
      Dataset<Row> rows = tables.solve(context.session(), rules).cache();
      return result(store.publish(rows, format, rows.count(), Map.of()), false);
    }
  }

  private static @Nullable InputTable other(
      JobContext context, String option, @Nullable String path, @Nullable String named)
      throws IOException {
    TableSource source = TableSource.choose(option, path, named, null, context.inputs());
    return source == null ? null : InputTable.read(context.session(), source);
  }

  private Map<String, Object> result(long rows, boolean alreadyDone) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rows", rows);
    result.put("output", output + "/date=" + date);
    result.put("method", method);
    result.put("already_done", alreadyDone);
    return result;
  }
}
