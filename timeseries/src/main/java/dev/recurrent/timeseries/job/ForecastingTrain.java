package dev.recurrent.timeseries.job;

import dev.recurrent.format.Quantity;
import dev.recurrent.spark.Counts;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.job.ClaimedOutput;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.ModelPublisher;
import dev.recurrent.spark.job.PlannedRun;
import dev.recurrent.spark.job.TrainingJob;
import dev.recurrent.spark.job.TrainingOptions;
import dev.recurrent.spark.job.TrainingSetup;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.TrainingRun;
import dev.recurrent.timeseries.backtest.Backtest;
import dev.recurrent.timeseries.backtest.BacktestResult;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.WindowBatch;
import dev.recurrent.timeseries.ml.ContextChoice;
import dev.recurrent.timeseries.ml.WindowData;
import dev.recurrent.timeseries.series.Magnitude;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import dev.recurrent.timeseries.table.Covariates;
import dev.recurrent.timeseries.table.SeriesCheck;
import dev.recurrent.timeseries.table.SeriesTable;
import dev.recurrent.timeseries.table.SplitRule;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains one network on all series of a table. */
@Command(description = "Trains a forecasting network on a table of series.", sortOptions = false)
public final class ForecastingTrain implements Job {
  @Mixin private SeriesOptions series = SeriesOptions.readingOnly();
  @Mixin private SplitOptions split = new SplitOptions();
  @Mixin private NetworkOptions network = new NetworkOptions();
  @Mixin private TrainingOptions training = new TrainingOptions();

  public ForecastingTrain() {}

  /** Trains on a table that a program brings; {@code --input} then only names it. */
  public ForecastingTrain(Dataset<Row> table) {
    series.given = table;
  }

  public static void main(String[] arguments) {
    JobRunner.main(new ForecastingTrain(), arguments);
  }

  @Override
  public String task() {
    return "forecasting";
  }

  @Override
  public String action() {
    return "train";
  }

  @Override
  public void requireValid() {
    training.requireValid();
    series.requireValues();
    series.settings().requireValid();
    split.requireValid();
    network.requireValid();
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    return ClaimedOutput.train(
        context,
        training,
        output -> {
          SeriesTable table = open(context);
          return train(context, table, output.withData(table.fingerprint()));
        });
  }

  private SeriesTable open(JobContext context) throws IOException {
    if (series.settings().rule() == MissingValuePolicy.INTERPOLATE) {
      context
          .console()
          .say(
              "--missing interpolate draws on values behind a gap: validation may look better than"
                  + " it is");
    }
    context.spark();
    try (var reading = context.activity("reading " + series.input)) {
      return SeriesTable.read(context.session(), series.settings(), null);
    }
  }

  private Map<String, Object> train(JobContext context, SeriesTable table, TrainingSetup setup)
      throws IOException {
    @Nullable Forecaster start = startingModel(context);
    ForecastModel model = new ForecastModel(config(table, setup, start));
    SplitRule rule = split.rule(model.config().window().horizon());
    WindowData windows =
        new WindowData(
            table,
            model.config().window(),
            rule,
            setup.shards(),
            training.batchSize,
            training.seed);
    announce(table, model, windows, setup);
    int targets = training.batchSize * model.config().window().horizon();
    int steps = setup.localSteps(model.layout().size(), targets, windows.batchesPerEpoch());
    ShardedData<WindowBatch> data = windows.training(steps);
    PlannedRun planned = setup.describe(model, model.config(), steps, Map.of());
    ModelPublisher publisher =
        new TrainingJob<>(planned, model, data, windows.validation())
            .run(start == null ? null : start.parameters(), targets, model.activationsPerTarget());
    return finish(context, table, publisher, model, rule);
  }

  private void announce(
      SeriesTable table, ForecastModel model, WindowData windows, TrainingSetup setup) {
    setup.say(
        "series: %,d with %s, %s",
        table.count(),
        Quantity.of(table.values(), "value"),
        table.frequency() == null ? "no times" : "frequency " + table.frequency());
    setup.say(
        "windows: context %,d, horizon %,d, season %,d; %,d to train on%s",
        model.config().window().contextLength(),
        model.config().window().horizon(),
        model.config().window().season(),
        windows.windows(),
        windows.stride() > 1 ? ", one in " + windows.stride() + " origins" : "");
    if (windows.windows() < training.batchSize) {
      setup.say(
          "%s fewer than a batch of %,d: every batch repeats them",
          Quantity.of(windows.windows(), "training window is", "training windows are"),
          training.batchSize);
    }
    table.announce(series.settings(), line -> setup.say("%s", line));
    SeriesCheck.of(table, model.config().window())
        .announce(line -> setup.say("%s", line))
        .requireSomethingToLearn();
  }

  private ForecastConfig config(
      SeriesTable table, TrainingSetup setup, @Nullable Forecaster start) {
    if (setup.resumes()) {
      return setup.configToResume(ForecastConfig.class);
    }
    if (start != null) {
      setup.say("sizes, cell and inputs of %s", String.valueOf(training.initFrom));
      return start.model().config();
    }
    ForecastConfig config =
        network.config(table, Covariates.scaled(table, split.rule(network.horizon)));
    if (config.distribution().counts()) {
      requireCounts(table);
    }
    ContextChoice context =
        network.fitted(config, table, split.rule(network.horizon), training.batchSize);
    if (!context.said().isEmpty()) {
      setup.say("%s", context.said());
    }
    return config.withWindow(context.window().withUnit(unit(table)));
  }

  /** The size that most of the training values have. */
  private double unit(SeriesTable table) {
    SplitRule rule = split.rule(network.horizon);
    long[] counts =
        table
            .series()
            .map(s -> Magnitude.count(s.values(), rule.of(s.length()).train()))
            .fold(Magnitude.count(new float[0], 0), Counts::plus);
    return Magnitude.typical(counts);
  }

  private static void requireCounts(SeriesTable table) {
    boolean negative =
        !table
            .series()
            .filter(
                s -> {
                  for (float value : s.values()) {
                    if (value < 0) {
                      return true;
                    }
                  }
                  return false;
                })
            .isEmpty();
    if (negative) {
      throw JobException.badInput(
          "--distribution negative-binomial is for counts, and a value is below 0");
    }
  }

  private @Nullable Forecaster startingModel(JobContext context) throws IOException {
    return training.initFrom == null
        ? null
        : Forecaster.load(HadoopDirectory.at(training.initFrom, context.hadoop()).open());
  }

  private Map<String, Object> finish(
      JobContext context,
      SeriesTable table,
      ModelPublisher publisher,
      ForecastModel model,
      SplitRule rule)
      throws IOException {
    TrainingRun.Result result = publisher.result();
    Backtest.Plan plan = Backtest.Plan.validation(rule, model.config().window());
    BacktestResult backtest;
    try (var testing = context.activity("forecasting the validation rows")) {
      backtest = Backtest.run(context.spark(), table.series(), model, result.parameters, plan);
    }
    Map<String, Object> validation = new LinkedHashMap<>(backtest.modelFigures());
    validation.put("loss", result.validationLoss);
    validation.put("baselines", backtest.baselines());
    publisher.say("%s", backtest.verdict());
    ForecastingReport report = new ForecastingReport(publisher.subtitle(), backtest);
    return publisher.publish(
        result,
        validation,
        Map.of("bad_series", table.bad().named()),
        report.html(publisher.sections(result, "loss"), "Forecasting network"));
  }
}
