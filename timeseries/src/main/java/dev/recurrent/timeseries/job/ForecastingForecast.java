package dev.recurrent.timeseries.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.OutputDirectory;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.ml.ForecastRows;
import dev.recurrent.timeseries.table.SeriesCheck;
import dev.recurrent.timeseries.table.SeriesSettings;
import dev.recurrent.timeseries.table.SeriesTable;
import dev.recurrent.timeseries.table.TrainedColumns;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what a model expects of every series: once for each date, all of it or nothing. */
@Command(description = "Forecasts every series of a table.", sortOptions = false)
public final class ForecastingForecast implements Job {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Finished model.")
  private String model = "";

  @Mixin private SeriesOptions series = new SeriesOptions();

  @Option(
      names = "--horizon",
      defaultValue = "0",
      description = "Steps to write, at most the model's horizon; 0 for the model's horizon.")
  private int horizon;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Directory for forecasts: they go to DIR/date=DATE, and DIR/latest names the newest"
              + " date (default: the model's directory with -forecasts after its name).")
  private String output = "";

  @Option(
      names = "--date",
      paramLabel = "YYYY-MM-DD",
      description =
          "Day of the forecast: later rows are not read (default: today in UTC). Forecasts that"
              + " exist for this day stay as they are.")
  private String date = "";

  private boolean dateIsToday;

  @Option(
      names = "--max-staleness",
      defaultValue = "-1",
      paramLabel = "STEPS",
      description = "Steps by which the data may end before --date; -1 for one season.")
  private long maxStaleness;

  @Option(
      names = "--format",
      defaultValue = "parquet",
      description = "parquet or csv (default: ${DEFAULT-VALUE}).")
  private String format = "parquet";

  public static void main(String[] arguments) {
    JobRunner.main(new ForecastingForecast(), arguments);
  }

  @Override
  public String task() {
    return "forecasting";
  }

  @Override
  public String action() {
    return "forecast";
  }

  @Override
  public void requireValid() {
    series.requireValues();
    requireOptions();
    Path directory = new Path(model);
    if (output.isEmpty()) {
      output = beside(directory);
    } else if (new Path(output).equals(directory)) {
      throw JobException.usage(
          "--output " + output + " is the model's own directory, give another");
    }
  }

  /** A model's own directory holds what its manifest lists, and nothing else. */
  private static String beside(Path directory) {
    String name = directory.getName();
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw JobException.usage(
          "--output is required: --model " + directory + " has no name to derive one from");
    }
    return directory + "-forecasts";
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    HadoopDirectory place = HadoopDirectory.at(output, context.hadoop());
    ForecastStore store = new ForecastStore(place, LocalDate.parse(date), context.console());
    if (store.done()) {
      context.console().say("%s is there already: nothing to do", store);
      return result(store.rows(), store.badSeries(), true);
    }
    OutputDirectory.requireWritable(output, place);
    ModelDirectory directory = HadoopDirectory.at(model, context.hadoop()).open();
    Forecaster forecaster = Forecaster.load(directory);
    WindowConfig window = forecaster.model().config().window();
    String shown = series.source(context).shown();
    SeriesSettings settings = series.settings();
    TrainedColumns.of(directory.description(), window).complete(settings);
    settings.requireValid();
    settings.ahead = window.horizon();
    int steps = horizon == 0 ? window.horizon() : horizon;
    if (steps > window.horizon()) {
      throw JobException.usage(
          "--horizon is " + steps + ", the model was trained for " + window.horizon());
    }
    LocalDate day = LocalDate.parse(date);
    settings.until = day;
    context.spark();
    SeriesTable table;
    try (var reading = context.activity("reading " + shown)) {
      table = SeriesTable.read(context.session(), settings, window);
    }
    table.announce(settings, line -> context.console().say("%s", line));
    DataAge age = DataAge.of(table, day, maxStaleness < 0 ? window.season() : maxStaleness);
    String from = dateIsToday ? "today, " + day + " in UTC" : "--date " + day;
    String said = age == null ? null : age.requireFresh(from).said(from);
    if (said != null) {
      context.console().say("%s", said);
    }
    SeriesCheck.of(table, window).announce(line -> context.console().say("%s", line));
    Map<String, String> bad = table.bad().named();
    try (var forecasting = context.activity("forecasting")) {
      Dataset<Row> rows = ForecastRows.of(context.session(), table, forecaster, steps).cache();
      return result(store.publish(rows, format, steps * table.count(), bad), bad, false);
    }
  }

  private Map<String, Object> result(long rows, Map<String, String> bad, boolean alreadyDone) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rows", rows);
    result.put("output", output + "/date=" + date);
    result.put("bad_series", bad);
    result.put("already_done", alreadyDone);
    return result;
  }

  private void requireOptions() {
    if (date.isEmpty()) {
      // The machine's zone must not choose the day.
      date = LocalDate.now(ZoneOffset.UTC).toString();
      dateIsToday = true;
    }
    try {
      LocalDate.parse(date);
    } catch (DateTimeParseException e) {
      throw JobException.usage("--date is \"" + date + "\", expected a date such as 2026-01-31");
    }
    if (!List.of("parquet", "csv").contains(format)) {
      throw JobException.usage("--format is \"" + format + "\", expected parquet or csv");
    }
    if (maxStaleness < -1) {
      throw JobException.usage(
          "--max-staleness is " + maxStaleness + ", expected at least 0, or -1 for one season");
    }
    if (horizon < 0) {
      throw JobException.usage("--horizon is " + horizon + ", expected at least 0");
    }
  }
}
