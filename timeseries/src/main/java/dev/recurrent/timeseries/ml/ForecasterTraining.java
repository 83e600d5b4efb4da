package dev.recurrent.timeseries.ml;

import dev.recurrent.nn.EnsembleLayout;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.run.Checkpoint;
import dev.recurrent.spark.run.ProgressListener;
import dev.recurrent.spark.run.RunPlan;
import dev.recurrent.spark.run.RunStorage;
import dev.recurrent.spark.run.TrainingResult;
import dev.recurrent.spark.run.TrainingRun;
import dev.recurrent.timeseries.backtest.Backtest;
import dev.recurrent.timeseries.backtest.Calibration;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.Intervals;
import dev.recurrent.timeseries.forecast.WindowBatch;
import dev.recurrent.timeseries.table.SeriesSettings;
import dev.recurrent.timeseries.table.SeriesTable;
import dev.recurrent.timeseries.table.SplitRule;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Trains one network on all series of a table.
 *
 * <pre>{@code
 * SeriesSettings columns = new SeriesSettings();
 * columns.timeColumn = "day";
 * columns.targetColumn = "sales";
 * columns.seriesColumn = "shop";
 * Forecaster forecaster =
 *     ForecasterTraining.of(columns, ForecastSettings.of(7), RunPlan.defaults())
 *         .directory("hdfs:///runs/sales").resumeIfBegun()
 *         .fit(sales);
 * }</pre>
 *
 * <p>The same settings and series give the same bits on any number of executors with equal
 * processors. Without a directory nothing is written, and nothing is printed. Each setting returns
 * this object; it is not to be shared by threads.
 */
public final class ForecasterTraining {
  private final SeriesSettings series;
  private final ForecastSettings network;
  private final RunPlan plan;
  private SplitRule split;
  private @Nullable Forecaster start;
  private @Nullable String directory;
  private boolean resume;
  private boolean conformal;
  private boolean nonNegative;
  private ProgressListener listener = ProgressListener.NONE;

  private ForecasterTraining(SeriesSettings series, ForecastSettings network, RunPlan plan) {
    this.series = series;
    this.network = network;
    this.plan = plan;
    split = new SplitRule(0, 0, network.window().horizon());
  }

  /**
   * Training of a network.
   *
   * @throws IllegalArgumentException for settings that are not possible
   * @throws dev.recurrent.spark.table.UnusableInputException for settings of the table that cannot
   *     be
   */
  public static ForecasterTraining of(
      SeriesSettings series, ForecastSettings network, RunPlan plan) {
    series.requireValid();
    return new ForecasterTraining(series, network.requireValid(), plan.requireValid());
  }

  /**
   * Where training and validation end in each series.
   *
   * @param train rows to train on, 0 (the default) for all before validation
   * @param validation rows behind them, 0 (the default) for a tenth, at least the horizon
   */
  public ForecasterTraining rows(int train, int validation) {
    split = new SplitRule(train, validation, network.window().horizon());
    return this;
  }

  /**
   * Corrections of the trained model's quantiles, which it keeps.
   *
   * @param kind model (the default) for none; conformal for offsets by which the bands of the
   *     validation rows have their share
   * @param limitAtZero whether forecasts and quantiles below 0 become 0
   */
  public ForecasterTraining intervals(String kind, boolean limitAtZero) {
    conformal = conformal(kind);
    nonNegative = limitAtZero;
    return this;
  }

  static boolean conformal(String kind) {
    if (!kind.equals("model") && !kind.equals("conformal")) {
      throw new IllegalArgumentException(
          "intervals is \"" + kind + "\", expected model or conformal");
    }
    return kind.equals("conformal");
  }

  /**
   * Starts from a trained forecaster: its weights, sizes and inputs.
   *
   * @throws IllegalArgumentException if it is an ensemble: start from one of its members
   */
  public ForecasterTraining startFrom(Forecaster trained) {
    EnsembleLayout.requireOne(trained.members());
    start = trained;
    return this;
  }

  /** A directory for checkpoints and, at the end, the model, on any Hadoop path. */
  public ForecasterTraining directory(String path) {
    directory = path;
    return this;
  }

  /** Continues from the newest checkpoint, if there is one; a finished run is loaded. */
  public ForecasterTraining resumeIfBegun() {
    resume = true;
    return this;
  }

  /** Hears how the training goes on. */
  public ForecasterTraining listener(ProgressListener other) {
    listener = other;
    return this;
  }

  /** What decides the result, by name; {@code model.json} keeps it. */
  public Map<String, String> settings() {
    return settings(plan);
  }

  private Map<String, String> settings(RunPlan run) {
    Map<String, String> all = new LinkedHashMap<>(series.describe());
    all.put("train-rows", String.valueOf(split.trainRows()));
    all.put("validation-rows", String.valueOf(split.validationRows()));
    all.putAll(network.describe());
    all.put("intervals", conformal ? "conformal" : "model");
    all.put("non-negative", String.valueOf(nonNegative));
    all.putAll(run.describe());
    return all;
  }

  /**
   * Trains to the end; parameters are those of the best validation by loss.
   *
   * @throws dev.recurrent.spark.table.UnusableInputException for a column that is not there, times
   *     that follow no rule, or series that are too short
   * @throws IllegalStateException if a run lies in the directory and is not to be resumed, or had
   *     other settings or other data
   * @throws IOException if the directory cannot be written
   */
  public Forecaster fit(Dataset<Row> table) throws IOException, InterruptedException {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(table.sparkSession().sparkContext());
    try (RunStorage storage = RunStorage.open(directory, spark.hadoopConfiguration(), resume)) {
      storage.requireSameSettings(settings());
      try (SeriesTable read = SeriesTable.read(table.sparkSession(), series.over(table), null)) {
        if (storage.finished()) {
          storage.requireSameData(read.fingerprint());
          return Forecaster.load(storage.model());
        }
        return fit(spark, read, storage);
      }
    }
  }

  private Forecaster fit(JavaSparkContext spark, SeriesTable table, RunStorage storage)
      throws IOException {
    RunPlan sized = storage.sized(plan, spark, listener);
    ForecastConfig known = start == null ? null : start.model().config();
    try (ForecasterTask task = ForecasterTask.of(table, network, split, sized, known, listener)) {
      task.announce(series, listener);
      Map<String, Object> more = Map.of("settings", settings(sized), "data", table.fingerprint());
      return fit(spark, task, sized, more, storage);
    }
  }

  private Forecaster fit(
      JavaSparkContext spark,
      ForecasterTask task,
      RunPlan sized,
      Map<String, Object> more,
      RunStorage storage)
      throws IOException {
    ShardedData<WindowBatch> data = task.shards();
    TrainingRun<WindowBatch> run =
        new TrainingRun<>(
            spark,
            task.model(),
            sized.settings(data.shards(), task.localSteps(), data.batchesPerEpoch()),
            data,
            task.validation());
    Checkpoint fresh =
        Checkpoint.fresh(
            task.model(),
            run.settings(),
            start == null ? null : start.parameters(),
            Forecaster.description(task.model(), more));
    if (conformal) {
      Calibration.requireEnough(task.table().series(), validation(task));
    }
    TrainingResult result = storage.train(run, task.model(), fresh, listener);
    Forecaster trained = corrected(spark, task.table(), task, result.parameters);
    storage.publish(trained.files(more), result);
    return trained;
  }

  private Forecaster corrected(
      JavaSparkContext spark, SeriesTable table, ForecasterTask task, float[] parameters) {
    Forecaster trained = new Forecaster(task.model(), parameters);
    Intervals kept =
        conformal
            ? Calibration.of(spark, table.series(), trained, validation(task))
            : Intervals.NONE;
    return trained.with(kept.limited(nonNegative));
  }

  private static Backtest.Plan validation(ForecasterTask task) {
    return Backtest.Plan.validation(task.rule(), task.model().config().window());
  }
}
