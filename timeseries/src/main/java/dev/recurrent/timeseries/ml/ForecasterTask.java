package dev.recurrent.timeseries.ml;

import dev.recurrent.format.Quantity;
import dev.recurrent.spark.Counts;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.run.ProgressListener;
import dev.recurrent.spark.run.RunPlan;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Head;
import dev.recurrent.timeseries.forecast.WindowBatch;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Magnitude;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.Covariates;
import dev.recurrent.timeseries.table.SeriesCheck;
import dev.recurrent.timeseries.table.SeriesSettings;
import dev.recurrent.timeseries.table.SeriesTable;
import dev.recurrent.timeseries.table.SplitRule;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * A network and the series that it is to learn from: all that a run of a forecaster needs, whether
 * a program or a command starts it.
 */
public final class ForecasterTask implements AutoCloseable {
  /** The measurement is in docs/decisions.md. */
  private static final double LAST_UNITS = 4;

  private final SeriesTable table;
  private final RunPlan plan;
  private final ForecastModel model;
  private final SplitRule rule;
  private final WindowData windows;

  private ForecasterTask(
      SeriesTable table,
      SplitRule split,
      RunPlan plan,
      ForecastModel model,
      WindowWeights weights) {
    this.table = table;
    this.plan = plan;
    this.model = model;
    WindowConfig window = model.config().window();
    rule = new SplitRule(split.trainRows(), split.validationRows(), window.horizon());
    windows = new WindowData(table, window, rule, plan, weights);
  }

  /**
   * Makes the network.
   *
   * @param split of the series; its horizon is that of the settings
   * @param plan whose number of shards is known
   * @param known the network of another run or a trained forecaster, null for that of the settings
   * @throws IllegalArgumentException for sizes that cannot be
   * @throws UnusableInputException if the series have nothing to learn from
   */
  public static ForecasterTask of(
      SeriesTable table,
      ForecastSettings settings,
      SplitRule split,
      RunPlan plan,
      @Nullable ForecastConfig known,
      ProgressListener listener) {
    ForecastConfig config = known == null ? config(table, settings, split, plan, listener) : known;
    SeriesTable read = table.as(config.window().covariates());
    return new ForecasterTask(read, split, plan, new ForecastModel(config), settings.weights());
  }

  private static ForecastConfig config(
      SeriesTable table,
      ForecastSettings settings,
      SplitRule split,
      RunPlan plan,
      ProgressListener listener) {
    if (settings.distribution().nonNegative()) {
      requireNonNegative(table, settings.distribution());
    }
    WindowConfig window = settings.seen(table, Covariates.scaled(table, split));
    SeriesTable read = table.as(window.covariates());
    if (settings.window().contextLength() == 0) {
      boolean anyLags = settings.window().lags() == null;
      ContextChoice choice =
          ContextChoice.of(table.series(), split, window, anyLags, plan.cut().batchSize());
      if (!choice.said().isEmpty()) {
        listener.note(choice.said());
      }
      window = choice.window();
    }
    ForecastConfig sized =
        network(
            settings,
            window
                .withUnit(unit(table, split, window.scaling()))
                .withSeries(names(table, settings, split)));
    if (settings.window().residual() != null || settings.distribution().nonNegative()) {
      return sized;
    }
    ResidualChoice choice =
        ResidualChoice.of(read.series(), split, sized, plan.training(), plan.cut().batchSize());
    listener.note(choice.said());
    return sized.withWindow(sized.window().withResidual(choice.base()));
  }

  /** The names of the series that the network tells apart: those with windows to train on. */
  private static List<String> names(SeriesTable table, ForecastSettings settings, SplitRule split) {
    return settings.embedsSeries(table.count())
        ? table
            .series()
            .filter(s -> split.trainedRows(s.length()) > 0)
            .map(TimeSeries::name)
            .collect()
        : List.of();
  }

  private static ForecastConfig network(ForecastSettings settings, WindowConfig window) {
    try {
      return settings.network(window);
    } catch (IllegalArgumentException e) {
      throw UnusableInputException.usage(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The size that most of the training values have. What is left of values after their window's
   * last is as large and goes through the whole context: a network that reads it in a larger unit
   * learns smoother forecasts.
   */
  private static double unit(SeriesTable table, SplitRule split, Scaling scaling) {
    long[] counts =
        table
            .series()
            .map(s -> Magnitude.count(s.values(), split.of(s.length()).train()))
            .fold(Magnitude.count(new float[0], 0), Counts::plus);
    return Magnitude.typical(counts) * (scaling == Scaling.LAST ? LAST_UNITS : 1);
  }

  private static void requireNonNegative(SeriesTable table, Head head) {
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
      throw new UnusableInputException(
          "--distribution "
              + ForecastSettings.label(head)
              + (head.counts() ? " is for counts" : " is for amounts of at least 0")
              + ", and a value is below 0");
    }
  }

  /**
   * Says what was read.
   *
   * @throws UnusableInputException if the series have nothing to learn from
   */
  public ForecasterTask announce(SeriesSettings read, ProgressListener listener) {
    WindowConfig window = model.config().window();
    note(
        listener,
        "series: %,d with %s, %s",
        table.count(),
        Quantity.of(table.values(), "value"),
        table.frequency() == null ? "no times" : "frequency " + table.frequency());
    note(
        listener,
        "windows: context %,d, horizon %,d, season %,d; %,d to train on%s",
        window.contextLength(),
        window.horizon(),
        window.season(),
        windows.windows(),
        windows.stride() > 1 ? ", one in " + windows.stride() + " origins" : "");
    if (windows.windows() < plan.cut().batchSize()) {
      listener.shared(
          String.format(
              Locale.ROOT,
              "%s fewer than a batch of %,d: every batch repeats them",
              Quantity.of(windows.windows(), "training window is", "training windows are"),
              plan.cut().batchSize()));
    }
    table.announce(read, listener::shared);
    SeriesCheck.of(table, window).announce(listener::shared).requireSomethingToLearn();
    return this;
  }

  private static void note(ProgressListener listener, String pattern, Object... values) {
    listener.note(String.format(Locale.ROOT, pattern, values));
  }

  /** Lets go of the windows that it keeps on disks. */
  @Override
  public void close() {
    windows.close();
  }

  public ForecastModel model() {
    return model;
  }

  /** The series as the model reads them. */
  public SeriesTable table() {
    return table;
  }

  /** Where training ends and validation ends in each series. */
  public SplitRule rule() {
    return rule;
  }

  /** Steps to forecast in a batch of one shard. */
  public int targetsPerBatch() {
    return plan.cut().batchSize() * model.config().window().horizon();
  }

  /** H, batches that a shard trains on in a round. */
  public int localSteps() {
    return plan.localSteps(model.layout().size(), targetsPerBatch(), windows.batchesPerEpoch());
  }

  /** The shards to train on. */
  public ShardedData<WindowBatch> shards() {
    return windows.training(localSteps());
  }

  /** The windows to validate on. */
  public JavaRDD<Shard<WindowBatch>> validation() {
    return windows.validation();
  }
}
