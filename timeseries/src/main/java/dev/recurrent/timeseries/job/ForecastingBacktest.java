package dev.recurrent.timeseries.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.spark.job.Console;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.timeseries.backtest.Backtest;
import dev.recurrent.timeseries.backtest.BacktestResult;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.SeriesSettings;
import dev.recurrent.timeseries.table.SeriesTable;
import dev.recurrent.timeseries.table.TrainedColumns;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import scala.Tuple2;

/** Measures a forecasting network on rows it has not seen, beside the naive forecasts. */
@Command(description = "Measures a forecasting network on past origins.", sortOptions = false)
public final class ForecastingBacktest implements Job {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Finished model.")
  private String model = "";

  @Mixin private SeriesOptions series = SeriesOptions.readingOnly();
  @Mixin private SplitOptions split = new SplitOptions();

  @Option(
      names = "--test-rows",
      defaultValue = "0",
      description =
          "Rows to test on: behind --train-rows and --validation-rows, else the last; 0 for the"
              + " horizon.")
  private int testRows;

  @Option(
      names = "--test-input",
      paramLabel = "PATH",
      description = "Rows to test on, that follow --input's series of the same names.")
  private @Nullable String testInput;

  @Option(
      names = "--stride",
      defaultValue = "1",
      description = "Steps from one origin to the next (default: 1).")
  private int stride;

  @Option(
      names = "--scaled",
      description = "Errors of values standardised by the training rows, as the literature on ETT.")
  private boolean scaled;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where to write report.html (default: none).")
  private @Nullable String report;

  public static void main(String[] arguments) {
    JobRunner.main(new ForecastingBacktest(), arguments);
  }

  @Override
  public String task() {
    return "forecasting";
  }

  @Override
  public String action() {
    return "backtest";
  }

  @Override
  public void requireValid() {
    split.requireValid();
    if (stride < 1 || testRows < 0) {
      throw JobException.usage("--stride is at least 1, --test-rows at least 0");
    }
    if (series.missing != null && series.settings().rule() == MissingValuePolicy.INTERPOLATE) {
      throw JobException.usage(
          "--missing interpolate would show an origin what lies behind it; use mask, forward or"
              + " drop");
    }
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    ModelDirectory directory = HadoopDirectory.at(model, context.hadoop()).open();
    Forecaster forecaster = Forecaster.load(directory);
    WindowConfig window = forecaster.model().config().window();
    SeriesSettings settings = series.settings();
    complete(settings, TrainedColumns.of(directory.description(), window), context.console());
    series.requireReadable();
    settings.requireValid();
    SeriesTable table = SeriesTable.read(context.session(), settings, window);
    table.announce(settings, line -> context.console().say("%s", line));
    JavaRDD<TimeSeries> all =
        testInput == null ? table.series() : followed(context, settings, table, window);
    int rows = testRows > 0 ? testRows : window.horizon();
    Backtest.Plan plan =
        new Backtest.Plan(
            new Backtest.Rows(split.rule(window.horizon()), rows),
            window,
            stride,
            scaled,
            settings.wide);
    BacktestResult result =
        Backtest.run(context.spark(), all, forecaster.model(), forecaster.parameters(), plan);
    context.console().say("%s", result.verdict());
    if (report != null) {
      String html = new ForecastingReport(model, result).html(List.of(), "Backtest").html();
      HadoopDirectory.at(report, context.hadoop())
          .replace("report.html", html.getBytes(StandardCharsets.UTF_8));
    }
    Map<String, Object> figures = figures(result);
    figures.put("bad_series", table.bad().named());
    return figures;
  }

  /** A rule that looks behind a gap gives way to one that does not. */
  private static void complete(SeriesSettings settings, TrainedColumns trained, Console console) {
    boolean interpolated =
        trained.missing().equalsIgnoreCase(MissingValuePolicy.INTERPOLATE.name());
    String given = settings.missing;
    if (interpolated) {
      settings.missing = null;
    }
    trained.complete(settings);
    if (interpolated) {
      settings.missing = given == null ? "forward" : given;
      console.say(
          "the model was trained with --missing interpolate, which would show an origin what lies"
              + " behind it: this backtest takes --missing %s",
          settings.missing);
    }
  }

  private JavaRDD<TimeSeries> followed(
      JobContext context, SeriesSettings settings, SeriesTable table, WindowConfig window) {
    String path = Objects.requireNonNull(testInput);
    SeriesTable more = SeriesTable.read(context.session(), "--test-input", path, settings, window);
    JavaRDD<TimeSeries> joined =
        table
            .series()
            .mapToPair(s -> new Tuple2<>(s.name(), s))
            .join(more.series().mapToPair(s -> new Tuple2<>(s.name(), s)))
            .map(pair -> pair._2()._1().followedBy(pair._2()._2()))
            .sortBy(TimeSeries::name, true, 2 * context.spark().defaultParallelism());
    if (joined.isEmpty()) {
      throw JobException.badInput("--test-input has none of the series of --input");
    }
    return joined;
  }

  private static Map<String, Object> figures(BacktestResult result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("horizon", result.horizon());
    map.put("windows", result.windows());
    map.put("model", result.modelFigures());
    map.put("baselines", result.baselines());
    map.put("relative_to_naive", result.ratio().toMap());
    Double owa = result.owa();
    if (owa != null) {
      map.put("owa", owa);
    }
    return map;
  }
}
