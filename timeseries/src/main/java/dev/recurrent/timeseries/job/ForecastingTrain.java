package dev.recurrent.timeseries.job;

import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.job.ClaimedOutput;
import dev.recurrent.spark.job.EnsembleOptions;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.ModelPublisher;
import dev.recurrent.spark.job.PlannedRun;
import dev.recurrent.spark.job.TrainingJob;
import dev.recurrent.spark.job.TrainingOptions;
import dev.recurrent.spark.job.TrainingSetup;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.TrainingResult;
import dev.recurrent.timeseries.backtest.Backtest;
import dev.recurrent.timeseries.backtest.BacktestResult;
import dev.recurrent.timeseries.backtest.Calibration;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.Intervals;
import dev.recurrent.timeseries.forecast.WindowBatch;
import dev.recurrent.timeseries.ml.ForecastSettings;
import dev.recurrent.timeseries.ml.ForecasterTask;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import dev.recurrent.timeseries.table.SeriesTable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains one network on all series of a table. */
@Command(description = "Trains a forecasting network on a table of series.", sortOptions = false)
public final class ForecastingTrain implements Job {
  @Mixin private SeriesOptions series = SeriesOptions.readingOnly();
  @Mixin private SplitOptions split = new SplitOptions();
  @Mixin private NetworkOptions network = new NetworkOptions();
  @Mixin private IntervalOptions intervals = new IntervalOptions();
  @Mixin private MeasureOptions measures = new MeasureOptions();
  @Mixin private TrainingOptions training = new TrainingOptions();
  @Mixin private EnsembleOptions ensemble = new EnsembleOptions();

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
    ensemble.requireValid();
    series.requireValues();
    series.settings().requireValid();
    split.requireValid();
    network.requireValid();
    intervals.requireValid();
    measures.requireValid();
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    return ClaimedOutput.train(
        context,
        training,
        output -> {
          series.source(context);
          SeriesTable table = context.kept(series.columns(), () -> open(context));
          return train(context, table, output.withData(table.fingerprint()));
        });
  }

  private SeriesTable open(JobContext context) throws IOException {
    if (series.settings().rule() == MissingValuePolicy.INTERPOLATE) {
      context
          .console()
          .sayShared(
              "--missing interpolate uses values after a gap: the validation figures may be too"
                  + " good");
    }
    context.spark();
    try (var reading = context.sharedActivity("reading " + series.source(context).shown())) {
      return SeriesTable.read(context.session(), series.settings(), null);
    }
  }

  private Map<String, Object> train(JobContext context, SeriesTable table, TrainingSetup setup)
      throws IOException {
    @Nullable Forecaster start = startingModel(context);
    ForecastSettings settings = network.settings();
    ForecasterTask task =
        ForecasterTask.of(
                table,
                settings,
                split.rule(settings.window().horizon()),
                training.plan().withShards(setup.shards()),
                known(setup, start),
                context.listener())
            .announce(series.settings(), context.listener());
    ForecastModel model = task.model();
    int steps = task.localSteps();
    ShardedData<WindowBatch> data = task.shards();
    PlannedRun planned = setup.describe(model, model.config(), steps, Map.of());
    Backtest.Plan rolling = Backtest.Plan.validation(task.rule(), model.config().window());
    if (intervals.conformal()) {
      Calibration.requireEnough(task.table().series(), rolling);
    }
    ModelPublisher publisher =
        new TrainingJob<>(planned, model, data, task.validation())
            .ensemble(ensemble.members)
            .snapshots(ensemble.snapshots)
            .rankBy(new ValidationForecasts(context.spark(), task.table(), model, rolling))
            .run(
                start == null ? null : start.parameters(),
                task.targetsPerBatch(),
                model.activationsPerTarget());
    return finish(context, task.table(), publisher, model, rolling);
  }

  /** The network of the run to resume, or of the model to start from, or null. */
  private @Nullable ForecastConfig known(TrainingSetup setup, @Nullable Forecaster start) {
    if (setup.resumes()) {
      return setup.configToResume(ForecastConfig.class);
    }
    if (start == null) {
      return null;
    }
    setup.say(
        "--init-from %s gives the sizes, the cell and the inputs",
        String.valueOf(training.initFrom));
    return start.model().config();
  }

  private @Nullable Forecaster startingModel(JobContext context) throws IOException {
    if (training.initFrom == null) {
      return null;
    }
    Forecaster start =
        Forecaster.load(HadoopDirectory.at(training.initFrom, context.hadoop()).open());
    EnsembleOptions.requireOne(start.members(), training.initFrom);
    return start;
  }

  private Map<String, Object> finish(
      JobContext context,
      SeriesTable table,
      ModelPublisher publisher,
      ForecastModel model,
      Backtest.Plan rolling)
      throws IOException {
    TrainingResult result = publisher.result();
    Backtest.Plan plan = measures.of(rolling, table.series(), line -> publisher.say("%s", line));
    Forecaster trained =
        new Forecaster(model, result.parameters)
            .with(Intervals.NONE.limited(intervals.nonNegative));
    BacktestResult backtest;
    try (var testing = context.activity("forecasting the validation rows")) {
      backtest = Backtest.run(context.spark(), table.series(), trained, plan);
    }
    Map<String, Object> validation = new LinkedHashMap<>(backtest.modelFigures());
    validation.put("loss", result.validationLoss);
    validation.put("baselines", backtest.baselineFigures());
    validation.put("relative_to_best", backtest.comparison().bestFigures());
    validation.put("relative_to_naive", backtest.comparison().naiveFigures());
    Double owa = backtest.owa();
    if (owa != null) {
      validation.put("owa", owa);
    }
    publisher.say("%s", backtest.verdict());
    calibrate(context, table, publisher, trained, plan);
    ForecastingReport report =
        new ForecastingReport(publisher.subtitle(), backtest, series.targetColumn);
    return publisher.publish(
        result,
        validation,
        Map.of("bad_series", table.bad().named()),
        report.html(
            publisher.sections(result, ForecastingReport.lossName(model.config().distribution())),
            "Forecasting network"));
  }

  /** The corrections that the model keeps. The figures of the validation are without offsets. */
  private void calibrate(
      JobContext context,
      SeriesTable table,
      ModelPublisher publisher,
      Forecaster trained,
      Backtest.Plan plan) {
    Intervals kept = trained.intervals();
    if (intervals.conformal()) {
      try (var calibrating = context.activity("calibrating the bands")) {
        kept =
            Calibration.of(context.spark(), table.series(), trained, plan)
                .limited(intervals.nonNegative);
      }
      publisher.say("the model keeps bands that are calibrated on the validation rows");
    }
    if (kept.active()) {
      publisher.attach(Intervals.FILE, kept.bytes());
    }
  }
}
