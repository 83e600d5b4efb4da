package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.InputOptions;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.LogicalDate;
import dev.recurrent.spark.job.OutputDirectory;
import dev.recurrent.spark.job.ReadingOptions;
import dev.recurrent.spark.job.RowOutput;
import dev.recurrent.spark.job.TableOutputOptions;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.TableSource;
import dev.recurrent.timeseries.hierarchy.Reconciliation;
import java.io.IOException;
import java.time.LocalDate;
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
  private static final String OUTPUT = "--output";

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description = "Forecasts, as forecasting forecast writes them: a directory date=DATE.")
  private String input = "";

  @Mixin private InputOptions table = new InputOptions();

  @Mixin private ReadingOptions reading = new ReadingOptions(0);

  @Mixin private HierarchyOptions levels = new HierarchyOptions();

  @Option(
      names = "--method",
      defaultValue = "mint",
      description =
          "bottom-up, ols, or mint with the shrunk covariance of the errors in --residuals"
              + " (default: ${DEFAULT-VALUE}).")
  private String method = "mint";

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
      names = OUTPUT,
      paramLabel = "DIR",
      description =
          "Directory for forecasts: they go to DIR/date=DATE, and DIR/latest names the newest"
              + " date.")
  private @Nullable String output;

  @Mixin private TableOutputOptions into = new TableOutputOptions();

  @Option(
      names = "--date",
      paramLabel = "YYYY-MM-DD",
      description =
          "Day of the forecast (default: today in UTC). Forecasts that exist in --output for this"
              + " day stay as they are; those of --output-table are replaced.")
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
    levels.requireValid(chosen() == Reconciliation.Method.MINT);
    into.requireValid(OUTPUT, output);
    if (output == null && !into.requested()) {
      throw JobException.usage("--output or --output-table is required");
    }
    date = date.isEmpty() ? LogicalDate.today().toString() : date;
    LogicalDate.parse(date);
    if (!List.of("parquet", "csv").contains(format)) {
      throw JobException.usage("--format is \"" + format + "\", expected parquet or csv");
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
    LocalDate day = LocalDate.parse(date);
    if (output == null) {
      RowOutput target = into.open(context, day, null);
      target.requireFits(HierarchyTables.POINTS);
      Dataset<Row> rows = solved(context);
      target.requireFits(rows.schema());
      try (var work = context.activity("reconciling")) {
        long made = ForecastStore.requireFinite(rows, rows.cache().count());
        target.write(rows);
        return result(target.keys(), made, false);
      }
    }
    HadoopDirectory place = HadoopDirectory.at(output, context.hadoop());
    ForecastStore store = new ForecastStore(place, day, context.console());
    Map<String, Object> where = Map.of("output", output + "/date=" + date);
    if (store.done()) {
      context.console().say("%s is there already: nothing to do", store);
      return result(where, store.rows(), true);
    }
    OutputDirectory.requireWritable(output, place);
    Dataset<Row> rows = solved(context).cache();
    try (var work = context.activity("reconciling")) {
      return result(where, store.publish(rows, format, rows.count(), Map.of()), false);
    }
  }

  /** The corrected forecasts, which are computed when they are asked for. */
  private Dataset<Row> solved(JobContext context) throws IOException {
    HierarchyTables tables;
    try (var work = context.activity("reading")) {
      TableSource source = table.source(input, context).with(reading.rules(true));
      tables = levels.tables(context, InputTable.read(context.session(), source));
    }
    return tables.solve(
        context.session(),
        new ReconcileRules(
            levels.total(),
            Reconciliation.Method.of(method),
            nonNegative,
            tables.levels(),
            samples,
            seed));
  }

  private Map<String, Object> result(Map<String, Object> where, long rows, boolean alreadyDone) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rows", rows);
    result.putAll(where);
    result.put("method", method);
    result.put("already_done", alreadyDone);
    return result;
  }
}
