package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.CellOptions;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Head;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.ml.ContextChoice;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.table.SeriesTable;
import dev.recurrent.timeseries.table.SplitRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The network of {@code forecasting train}, and what it sees of a series. */
final class NetworkOptions {
  @Mixin private CellOptions network = new CellOptions(64, false);

  @Option(
      names = "--architecture",
      defaultValue = "encoder-decoder",
      paramLabel = "KIND",
      description =
          "encoder-decoder; direct: the last state gives the whole horizon; autoregressive: the"
              + " decoder reads the value before, and forecasts are drawn (DeepAR).")
  String architecture = "encoder-decoder";

  @Option(
      names = "--distribution",
      defaultValue = "quantile",
      description =
          "quantile, normal, student-t, negative-binomial, point, point-absolute, point-huber, or"
              + " the name of a class that implements Head (default: ${DEFAULT-VALUE}).")
  String distribution = "quantile";

  @Option(
      names = "--context-length",
      defaultValue = "0",
      description =
          "Steps the network reads, 0 for two seasons, at least the horizon; fewer where that"
              + " leaves fewer windows than a batch.")
  int contextLength;

  @Option(
      names = "--horizon",
      defaultValue = "1",
      description = "Steps to forecast (default: ${DEFAULT-VALUE}).")
  int horizon;

  @Option(
      names = "--season",
      defaultValue = "0",
      description = "Steps after which series repeat, 0 for what the frequency suggests.")
  int season;

  @Option(
      names = "--lags",
      split = ",",
      paramLabel = "STEPS",
      description = "Steps back whose values are inputs too, or none (default: the season).")
  List<String> lags = new ArrayList<>();

  @Option(
      names = "--calendar",
      defaultValue = "true",
      arity = "1",
      description = "Whether time of day, week and year are inputs (default: true).")
  boolean calendar;

  @Option(
      names = "--scaling",
      defaultValue = "standard",
      description = "none, mean, standard or robust, by window (default: ${DEFAULT-VALUE}).")
  String scaling = "standard";

  @Option(
      names = "--residual",
      defaultValue = "naive",
      description = "The forecast to correct: none, naive or seasonal (default: ${DEFAULT-VALUE}).")
  String residual = "naive";

  /**
   * Checks what can be checked before any data is read.
   *
   * @throws IllegalArgumentException naming the option that cannot be
   */
  void requireValid() {
    network.requireForward(
        "a forecaster's decoder goes on where its encoder ends, at the newest value");
    if (contextLength < 0 || season < 0) {
      throw JobException.usage(
          "--context-length is " + contextLength + ", --season " + season + ", expected 0 or more");
    }
    new ForecastModel(config(null, false, List.of())).layout();
  }

  /** What a network for the series of a table is like. */
  ForecastConfig config(SeriesTable table, List<Covariate> covariates) {
    return config(table.frequency(), table.incomplete(), covariates);
  }

  private ForecastConfig config(
      @Nullable Frequency frequency, boolean incomplete, List<Covariate> covariates) {
    try {
      int repeat = season > 0 ? season : frequency == null ? 1 : frequency.season();
      Head head = Head.of(distribution);
      boolean counts = head.counts();
      WindowConfig window =
          new WindowConfig(
              contextLength > 0 ? contextLength : ContextChoice.usual(horizon, repeat),
              horizon,
              frequency,
              calendar && frequency != null,
              repeat,
              lags(repeat),
              incomplete,
              covariates,
              counts ? Scaling.NONE : Scaling.of(scaling),
              counts ? BaseForecast.NONE : BaseForecast.of(residual),
              feedback(head));
      return new ForecastConfig(
          window,
          network.cell(),
          network.hiddenSize,
          network.layers,
          network.dropout,
          decoder(),
          head);
    } catch (IllegalArgumentException e) {
      throw JobException.usage(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The same with a context that the series are long enough for.
   *
   * @return what is to be said of it, with the window
   */
  ContextChoice fitted(ForecastConfig config, SeriesTable table, SplitRule rule, int batchSize) {
    return contextLength > 0
        ? new ContextChoice(config.window(), "")
        : ContextChoice.of(table.series(), rule, config.window(), lags.isEmpty(), batchSize);
  }

  private boolean feedback(Head head) {
    boolean feedback = architecture.equals("autoregressive");
    if (feedback && !head.canSample()) {
      throw new IllegalArgumentException(
          "architecture autoregressive draws values, and --distribution "
              + distribution
              + " says nothing of the tails; give normal, student-t, negative-binomial or point");
    }
    return feedback;
  }

  private boolean decoder() {
    return switch (architecture) {
      case "encoder-decoder", "autoregressive" -> true;
      case "direct" -> false;
      default ->
          throw new IllegalArgumentException(
              "architecture is \""
                  + architecture
                  + "\", expected encoder-decoder, direct or autoregressive");
    };
  }

  private List<Integer> lags(int repeat) {
    if (lags.isEmpty()) {
      return repeat > 1 ? List.of(repeat) : List.of();
    }
    if (lags.equals(List.of("none"))) {
      return List.of();
    }
    try {
      List<Integer> steps = lags.stream().map(Integer::valueOf).toList();
      if (steps.stream().anyMatch(s -> s < 1)) {
        throw new IllegalArgumentException("lags are " + lags + ", expected all above 0");
      }
      return steps;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("lags are " + lags + ", expected numbers or none", e);
    }
  }
}
