package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.CellOptions;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Head;
import dev.recurrent.timeseries.ml.ForecastParams;
import dev.recurrent.timeseries.ml.ForecastSettings;
import dev.recurrent.timeseries.series.Scaling;
import java.util.ArrayList;
import java.util.List;
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
    settings().requireValid();
  }

  /** What the options say of the network and of what it sees. */
  ForecastSettings settings() {
    return new ForecastSettings(
        new ForecastSettings.Window(
            horizon,
            contextLength,
            season,
            ForecastParams.lags(lags),
            calendar,
            Scaling.of(scaling),
            BaseForecast.of(residual)),
        ForecastSettings.Architecture.of(architecture),
        Head.of(distribution),
        network.cell(),
        network.hiddenSize,
        network.layers,
        network.dropout);
  }
}
