package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.Covariates;
import dev.recurrent.timeseries.table.SeriesCheck;
import dev.recurrent.timeseries.table.SeriesOptions;
import dev.recurrent.timeseries.table.SeriesTable;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      description = "Steps to write, 0 for the model's, which it cannot exceed.")
  private int horizon;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Where forecasts go: DIR/date=DATE, and DIR/latest names the newest.")
  private String output = "";

  @Option(
      names = "--date",
      required = true,
      paramLabel = "YYYY-MM-DD",
      description = "The logical date of this run; a date that is there already stays as it is.")
  private String date = "";

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
  public Map<String, Object> run(JobContext context) throws Exception {
    series.requireValid();
    requireOptions();
    ForecastStore store =
        new ForecastStore(HadoopDirectory.at(output, context.hadoop()), LocalDate.parse(date));
    if (store.done()) {
      System.err.println(store + " is there already: nothing to do");
      return result(store.rows(), true);
    }
    Forecaster forecaster = Forecaster.load(HadoopDirectory.at(model, context.hadoop()).open());
    WindowConfig window = forecaster.model().config().window();
    Covariates.requireSame(series, window.covariates());
    int steps = horizon == 0 ? window.horizon() : horizon;
    if (steps > window.horizon()) {
      throw JobException.usage(
          "--horizon is " + steps + ", the model was trained for " + window.horizon());
    }
    SeriesTable table = SeriesTable.read(context.session(), series, window);
    table.announce(series);
    requireKnown(table, window);
    SeriesCheck.of(table, window).announce();
    Dataset<Row> rows = ForecastRows.of(context.session(), table, forecaster, steps).cache();
    return result(store.publish(rows, format, steps * table.count()), false);
  }

  private Map<String, Object> result(long rows, boolean alreadyDone) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rows", rows);
    result.put("output", output + "/date=" + date);
    result.put("already_done", alreadyDone);
    return result;
  }

  private void requireOptions() {
    try {
      LocalDate.parse(date);
    } catch (DateTimeParseException e) {
      throw JobException.usage("--date is \"" + date + "\", expected a date such as 2026-01-31");
    }
    if (!List.of("parquet", "csv").contains(format)) {
      throw JobException.usage("--format is \"" + format + "\", expected parquet or csv");
    }
    if (horizon < 0) {
      throw JobException.usage("--horizon is " + horizon + ", expected at least 0");
    }
  }

  /** The horizon's covariates have to be in the table: rows behind the last value. */
  private void requireKnown(SeriesTable table, WindowConfig window) {
    int needed = window.horizon();
    @Nullable TimeSeries first =
        series.covariates.isEmpty()
            ? null
            : table
                .series()
                .filter(s -> s.covariates()[0].length - s.length() < needed)
                .take(1)
                .stream()
                .findFirst()
                .orElse(null);
    if (first != null) {
      throw JobException.badInput(
          "series \""
              + first.name()
              + "\" has covariates for "
              + (first.covariates()[0].length - first.length())
              + " steps behind its last value, the horizon needs "
              + needed
              + ": add rows with covariates and without a target");
    }
  }
}
