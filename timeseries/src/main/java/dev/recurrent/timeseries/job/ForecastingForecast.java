package dev.recurrent.timeseries.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.LogicalDate;
import dev.recurrent.spark.job.OutputDirectory;
import dev.recurrent.spark.job.RowOrigin;
import dev.recurrent.spark.job.RowOutput;
import dev.recurrent.spark.job.TableOutputOptions;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.Levels;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.ml.ForecastRows;
import dev.recurrent.timeseries.table.SeriesCheck;
import dev.recurrent.timeseries.table.SeriesSettings;
import dev.recurrent.timeseries.table.SeriesTable;
import dev.recurrent.timeseries.table.TrainedColumns;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
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
      names = "--levels",
      split = ",",
      paramLabel = "PERCENT",
      description =
          "Bands to write, in per cent of the values, such as 50,95: columns low_95 and high_95"
              + " (default: q10 to q90 only).")
  private List<String> levels = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Directory for forecasts: they go to DIR/date=DATE, and DIR/latest names the newest"
              + " date (default: the model's directory with -forecasts after its name).")
  private @Nullable String output;

  @Mixin private TableOutputOptions into = new TableOutputOptions();

  @Option(
      names = "--date",
      paramLabel = "YYYY-MM-DD",
      description =
          "Day of the forecast. Of later rows only known covariates are read (default: today in"
              + " UTC). Forecasts that exist in --output for this day stay as they are; those of"
              + " --output-table are replaced.")
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
    into.requireValid("--output", output);
    Path directory = new Path(model);
    if (output == null && !into.requested()) {
      output = beside(directory);
    } else if (output != null && new Path(output).equals(directory)) {
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
    LocalDate day = LocalDate.parse(date);
    if (output == null) {
      return forecast(context, day, null);
    }
    HadoopDirectory place = HadoopDirectory.at(output, context.hadoop());
    ForecastStore store = new ForecastStore(place, day, context.console());
    if (store.done()) {
      context.console().say("%s is there already: nothing to do", store);
      return result(keys(), store.rows(), store.badSeries(), true);
    }
    OutputDirectory.requireWritable(output, place);
    return forecast(context, day, store);
  }

  /**
   * @param store for the rows; null where they go to a table
   */
  private Map<String, Object> forecast(
      JobContext context, LocalDate day, @Nullable ForecastStore store) throws Exception {
    ModelDirectory directory = HadoopDirectory.at(model, context.hadoop()).open();
    Forecaster forecaster = Forecaster.load(directory).with(Levels.parse(levels));
    WindowConfig window = forecaster.model().config().window();
    String shown = series.source(context).shown();
    SeriesSettings settings = series.settings();
    TrainedColumns.of(directory.description(), window).complete(settings);
    settings.requireValid();
    settings.withoutHistory = window.shortContexts() > 0;
    settings.ahead = window.horizon();
    int steps = horizon == 0 ? window.horizon() : horizon;
    if (steps > window.horizon()) {
      throw JobException.usage(
          "--horizon is " + steps + ", the model was trained for " + window.horizon());
    }
    settings.until = day;
    RowOrigin origin = RowOrigin.of(directory, forecaster.parameters());
    RowOutput target = store == null ? into.open(context, day, origin) : null;
    if (target != null) {
      target.requireFits(ForecastRows.columnsBesideTime(forecaster.levels()));
    }
    SeriesTable table = read(context, shown, settings, window);
    announce(context, table, settings, window);
    Map<String, String> bad = table.bad().named();
    try (var forecasting = context.activity("forecasting")) {
      Dataset<Row> rows = ForecastRows.of(context.session(), table, forecaster, steps).cache();
      long expected = steps * table.count();
      if (store != null) {
        return result(keys(), store.publish(rows, format, expected, bad), bad, false);
      }
      Dataset<Row> named = ForecastRows.withoutOldName(rows);
      Objects.requireNonNull(target).requireFits(named.schema());
      long made = ForecastStore.requireFinite(rows, expected);
      target.write(named);
      return result(target.keys(), made, bad, false);
    }
  }

  private void announce(
      JobContext context, SeriesTable table, SeriesSettings settings, WindowConfig window) {
    LocalDate day = LocalDate.parse(date);
    table.announce(settings, line -> context.console().say("%s", line));
    DataAge age = DataAge.of(table, day, maxStaleness < 0 ? window.season() : maxStaleness);
    String from = dateIsToday ? "today, " + day + " in UTC" : "--date " + day;
    String said = age == null ? null : age.requireFresh(from).said(from);
    if (said != null) {
      context.console().say("%s", said);
    }
    SeriesCheck.of(table, window).announce(line -> context.console().say("%s", line));
  }

  private static SeriesTable read(
      JobContext context, String shown, SeriesSettings settings, WindowConfig window) {
    context.spark();
    try (var reading = context.activity("reading " + shown)) {
      return SeriesTable.read(context.session(), settings, window);
    }
  }

  private Map<String, Object> keys() {
    return Map.of("output", output + "/date=" + date);
  }

  private static Map<String, Object> result(
      Map<String, Object> where, long rows, Map<String, String> bad, boolean alreadyDone) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rows", rows);
    result.putAll(where);
    result.put("bad_series", bad);
    result.put("already_done", alreadyDone);
    return result;
  }

  private void requireOptions() {
    if (date.isEmpty()) {
      date = LogicalDate.today().toString();
      dateIsToday = true;
    }
    LogicalDate.parse(date);
    if (!List.of("parquet", "csv").contains(format)) {
      throw JobException.usage("--format is \"" + format + "\", expected parquet or csv");
    }
    try {
      Levels.parse(levels);
    } catch (IllegalArgumentException e) {
      throw JobException.usage("--" + e.getMessage());
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
