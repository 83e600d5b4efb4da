package dev.recurrent.timeseries.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.Quantity;
import dev.recurrent.spark.job.Console;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.RowOutput;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.table.InputSnapshots;
import dev.recurrent.spark.table.TableSource;
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
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import scala.Tuple2;

/**
 * Measures a forecasting network on rows it has not seen, beside naive forecasts, Theta and ETS.
 */
@Command(description = "Measures a forecasting network on past origins.", sortOptions = false)
public final class ForecastingBacktest implements Job {
  private static final int PARTITIONS = 16;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Finished model.")
  private String model = "";

  @Mixin private SeriesOptions series = SeriesOptions.readingOnly();
  @Mixin private SplitOptions split = new SplitOptions();
  @Mixin private MeasureOptions measures = new MeasureOptions();

  @Option(
      names = "--test-rows",
      defaultValue = "0",
      description =
          "Rows to test on; 0 for the horizon. They follow --train-rows and --validation-rows."
              + " If these are not given, they are the last rows.")
  private int testRows;

  @Option(
      names = "--test-input",
      paramLabel = "PATH",
      description =
          "A table of rows to test on. They continue the series of --input with the same names.")
  private @Nullable String testInput;

  @Option(
      names = "--test-input-table",
      paramLabel = "NAME",
      description = "A table of a catalog with rows to test on, instead of --test-input.")
  private @Nullable String testTable;

  @Option(
      names = "--test-input-query",
      paramLabel = "SQL",
      description = "A query for rows to test on, instead of --test-input.")
  private @Nullable String testQuery;

  @Option(
      names = "--stride",
      defaultValue = "1",
      description = "Steps from one origin to the next (default: 1).")
  private int stride;

  @Option(
      names = "--scaled",
      description =
          "Compute errors on values standardised by the training rows, as the literature on ETT"
              + " does.")
  private boolean scaled;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where to write report.html (default: none).")
  private @Nullable String report;

  @Mixin private BacktestOutput rows = new BacktestOutput();

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
    series.requireValues();
    test(new InputSnapshots());
    split.requireValid();
    rows.requireValid();
    measures.requireValid();
    if (stride < 1 || testRows < 0) {
      throw JobException.usage(
          "--stride is " + stride + ", --test-rows " + testRows + ", expected at least 1 and 0");
    }
    if (series.missing != null && series.settings().rule() == MissingValuePolicy.INTERPOLATE) {
      throw JobException.usage(
          "--missing interpolate would show later values to an origin; use mask, forward or"
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
    settings.requireValid();
    RowOutput target = rows.open(context, directory, forecaster);
    SeriesTable table = read(context, series.source(context), settings, window);
    Map<String, String> bad = new LinkedHashMap<>(table.bad().named());
    JavaRDD<TimeSeries> all = table.series();
    TableSource test = test(context.inputs());
    if (test != null) {
      SeriesTable more = read(context, test, settings, window);
      more.bad().named().forEach(bad::putIfAbsent);
      all = followed(context.console(), table, more);
    }
    Backtest.Plan plan = plan(context, all, window);
    BacktestResult result =
        run(context, all, forecaster, plan, BacktestOutput.steps(context, table, target));
    context.console().say("%s", result.verdict());
    if (report != null) {
      String html =
          new ForecastingReport(model, result, settings.targetColumn)
              .html(List.of(), "Backtest")
              .html();
      HadoopDirectory.at(report, context.hadoop())
          .replace("report.html", html.getBytes(StandardCharsets.UTF_8));
    }
    Map<String, Object> figures = figures(result);
    figures.put("bad_series", bad);
    if (target != null) {
      figures.putAll(target.keys());
    }
    return figures;
  }

  private @Nullable TableSource test(InputSnapshots inputs) {
    return TableSource.choose("--test-input", testInput, testTable, testQuery, inputs);
  }

  private Backtest.Plan plan(JobContext context, JavaRDD<TimeSeries> all, WindowConfig window) {
    int tested = testRows > 0 ? testRows : window.horizon();
    Backtest.Rows last = new Backtest.Rows(split.rule(window.horizon()), tested);
    return measures.of(
        new Backtest.Plan(last, window, stride, scaled),
        all,
        line -> context.console().say("%s", line));
  }

  private static BacktestResult run(
      JobContext context,
      JavaRDD<TimeSeries> all,
      Forecaster forecaster,
      Backtest.Plan plan,
      Backtest.@Nullable StepOutput output)
      throws Exception {
    try (var testing = context.activity("forecasting from past origins")) {
      return output == null
          ? Backtest.run(context.spark(), all, forecaster, plan)
          : Backtest.run(context.spark(), all, forecaster, plan, output);
    }
  }

  private static SeriesTable read(
      JobContext context, TableSource source, SeriesSettings settings, WindowConfig window) {
    context.spark();
    SeriesTable table;
    try (var reading = context.activity("reading " + source.shown())) {
      table = SeriesTable.read(context.session(), source, settings, window);
    }
    table.announce(settings, line -> context.console().say("%s", line));
    return table;
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
          "--missing interpolate of the model would show an origin later values: this takes"
              + " --missing %s",
          settings.missing);
    }
  }

  /**
   * Each series of a table with its continuation in another, sorted by name, in partitions whose
   * number no cluster decides.
   */
  static JavaRDD<TimeSeries> followed(Console console, SeriesTable table, SeriesTable more) {
    JavaPairRDD<String, TimeSeries> first = byName(table);
    JavaPairRDD<String, TimeSeries> second = byName(more);
    JavaRDD<TimeSeries> joined =
        first
            .join(second, PARTITIONS)
            .mapValues(both -> both._1().followedBy(both._2()))
            .sortByKey(true, PARTITIONS)
            .values()
            .persist(StorageLevel.DISK_ONLY());
    long count = joined.count();
    if (count == 0) {
      throw JobException.badInput("--test-input has none of the series of --input");
    }
    sayAlone(console, "--input", table.count() - count);
    sayAlone(console, "--test-input", more.count() - count);
    return joined;
  }

  private static JavaPairRDD<String, TimeSeries> byName(SeriesTable table) {
    return table.series().mapToPair(s -> new Tuple2<>(s.name(), s));
  }

  private static void sayAlone(Console console, String option, long series) {
    if (series > 0) {
      console.say(
          "%s in %s only; left out", Quantity.of(series, "series is", "series are"), option);
    }
  }

  private static Map<String, Object> figures(BacktestResult result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("horizon", result.horizon());
    map.put("windows", result.windows());
    map.put("model", result.modelFigures());
    map.put("baselines", result.baselineFigures());
    map.put("relative_to_best", result.comparison().bestFigures());
    map.put("relative_to_naive", result.comparison().naiveFigures());
    Double owa = result.owa();
    if (owa != null) {
      map.put("owa", owa);
    }
    Map<String, Double> worst = new LinkedHashMap<>();
    result.worst().forEach(one -> worst.put(one.getKey(), one.getValue()));
    map.put("worst_series", worst);
    return map;
  }
}
