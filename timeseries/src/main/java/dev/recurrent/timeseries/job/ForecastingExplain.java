package dev.recurrent.timeseries.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.LogicalDate;
import dev.recurrent.spark.job.RowOrigin;
import dev.recurrent.spark.job.RowOutput;
import dev.recurrent.spark.job.TableOutputOptions;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.timeseries.explain.Explainer;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.SeriesSettings;
import dev.recurrent.timeseries.table.SeriesTable;
import dev.recurrent.timeseries.table.TrainedColumns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what moved the forecasts of a model: rows of contributions, and a page with charts. */
@Command(
    description = "Says which past values and covariates moved each forecast.",
    sortOptions = false)
public final class ForecastingExplain implements Job {
  /** Pictures on a page. */
  private static final int SHOWN = 5;

  private static final int MOST_STEPS = 1000;
  private static final String OUTPUT = "--output";

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Finished model.")
  private String model = "";

  @Mixin private SeriesOptions series = new SeriesOptions();

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAMES",
      description = "Series to explain (default: all).")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--path-steps",
      defaultValue = "8",
      paramLabel = "N",
      description =
          "Steps in which the inputs go from their means to their values (default:"
              + " ${DEFAULT-VALUE}).")
  private int steps = 8;

  @Option(
      names = OUTPUT,
      paramLabel = "DIR",
      description = "New directory for the rows: series, time, source, back, contribution.")
  private @Nullable String output;

  @Mixin private TableOutputOptions into = new TableOutputOptions();

  @Mixin private LogicalDate date = new LogicalDate();

  @Option(
      names = "--format",
      defaultValue = "parquet",
      description = "parquet or csv (default: ${DEFAULT-VALUE}).")
  private String format = "parquet";

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Where to write report.html with charts of the first five series (default: none).")
  private @Nullable String report;

  public static void main(String[] arguments) {
    JobRunner.main(new ForecastingExplain(), arguments);
  }

  @Override
  public String task() {
    return "forecasting";
  }

  @Override
  public String action() {
    return "explain";
  }

  @Override
  public void requireValid() {
    series.requireValues();
    into.requireValid(OUTPUT, output);
    date.requireValid(into);
    if (output == null && !into.requested()) {
      throw JobException.usage("--output or --output-table is required");
    }
    if (steps < 1 || steps > MOST_STEPS) {
      throw JobException.usage("--path-steps is " + steps + ", expected 1 to " + MOST_STEPS);
    }
    if (!List.of("parquet", "csv").contains(format)) {
      throw JobException.usage("--format is \"" + format + "\", expected parquet or csv");
    }
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    ModelDirectory directory = HadoopDirectory.at(model, context.hadoop()).open();
    Forecaster forecaster = Forecaster.load(directory);
    WindowConfig window = forecaster.model().config().window();
    Explainer explainer = JobException.named("--model", () -> new Explainer(forecaster, steps));
    RowOutput target = target(context, RowOrigin.of(directory, forecaster.parameters()));
    target.requireFits(ExplanationRows.columnsBesideTime());
    SeriesSettings settings = series.settings();
    settings.named = series.source(context);
    TrainedColumns.of(directory.description(), window).complete(settings);
    settings.requireValid();
    settings.withoutHistory = window.shortContexts() > 0;
    settings.ahead = window.horizon();
    context.spark();
    SeriesTable table;
    try (var reading = context.activity("reading " + settings.named.shown())) {
      table = SeriesTable.read(context.session(), settings, window);
    }
    table.announce(settings, line -> context.console().say("%s", line));
    JavaRDD<TimeSeries> chosen = chosen(table);
    try (var work = context.activity("explaining")) {
      target.write(ExplanationRows.of(context.session(), chosen, table.times(), explainer));
      if (report != null) {
        String html = new ExplanationReport(model, explainer).html(chosen.take(SHOWN));
        HadoopDirectory.at(report, context.hadoop())
            .replace("report.html", html.getBytes(StandardCharsets.UTF_8));
      }
    }
    Map<String, Object> result = new LinkedHashMap<>(target.keys());
    result.put("series", chosen.count());
    result.put("bad_series", table.bad().named());
    return result;
  }

  private RowOutput target(JobContext context, RowOrigin origin) throws IOException {
    return output == null
        ? into.open(context, date.date(), origin)
        : RowOutput.directory(OUTPUT, output, format, context.hadoop());
  }

  private JavaRDD<TimeSeries> chosen(SeriesTable table) {
    if (only.isEmpty()) {
      return table.series();
    }
    Set<String> wanted = new TreeSet<>(only);
    JavaRDD<TimeSeries> chosen = table.series().filter(s -> wanted.contains(s.name()));
    Set<String> missing = new TreeSet<>(wanted);
    missing.removeAll(chosen.map(TimeSeries::name).collect());
    if (!missing.isEmpty()) {
      throw JobException.badInput("--only names series that the table has not: " + missing);
    }
    return chosen;
  }
}
