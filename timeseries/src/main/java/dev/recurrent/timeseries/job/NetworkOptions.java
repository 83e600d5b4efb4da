package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.CellOptions;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Head;
import dev.recurrent.timeseries.ml.ForecastParams;
import dev.recurrent.timeseries.ml.ForecastSettings;
import dev.recurrent.timeseries.ml.Segments;
import dev.recurrent.timeseries.ml.WindowWeights;
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
          "encoder-decoder, direct, autoregressive or segment. direct computes the whole horizon"
              + " from the last state. autoregressive reads the value of the step before and draws"
              + " its forecasts (DeepAR). segment reads and forecasts so many values at once"
              + " (SegRNN).")
  String architecture = "encoder-decoder";

  @Option(
      names = "--segment-length",
      defaultValue = "0",
      paramLabel = "STEPS",
      description =
          "Values of a segment, for architecture segment. 0 is the season, or the largest part of"
              + " it that divides it and fits four times into the context; without a season the"
              + " square root of the context.")
  int segmentLength;

  @Option(
      names = "--series-embedding",
      defaultValue = "auto",
      paramLabel = "WHEN",
      description =
          "Whether the network learns a vector for each series: true, false or auto, which is true"
              + " for architecture segment and 2 to 1,000 series (default: ${DEFAULT-VALUE}).")
  String seriesEmbedding = "auto";

  @Option(
      names = "--window-weights",
      defaultValue = "length",
      paramLabel = "KIND",
      description =
          "How often a series is trained on: length, by its number of windows; uniform, as often as"
              + " any other; scale, by windows times mean absolute value (default:"
              + " ${DEFAULT-VALUE}).")
  String windowWeights = "length";

  @Option(
      names = "--distribution",
      defaultValue = "quantile",
      description =
          "quantile, normal, student-t, negative-binomial, zero-inflated-negative-binomial,"
              + " tweedie, point, point-absolute, point-huber, or the name of a class that"
              + " implements Head (default: ${DEFAULT-VALUE}).")
  String distribution = "quantile";

  @Option(
      names = "--context-length",
      defaultValue = "0",
      description =
          "Steps that the network reads. 0 is two seasons, eight with architecture segment, and at"
              + " least the horizon; it is halved while fewer windows than a batch remain.")
  int contextLength;

  @Option(
      names = "--horizon",
      defaultValue = "1",
      description = "Steps to forecast (default: ${DEFAULT-VALUE}).")
  int horizon;

  @Option(
      names = "--season",
      defaultValue = "0",
      description = "Steps of a season; 0 for the usual season of the frequency.")
  int season;

  @Option(
      names = "--lags",
      split = ",",
      paramLabel = "STEPS",
      description =
          "The values so many steps back are inputs too; none for no such inputs (default: the"
              + " season; none with architecture segment, whose context has it).")
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
      description =
          "Scaling of each window: none, mean, standard, robust or last (default:"
              + " ${DEFAULT-VALUE}).")
  String scaling = "standard";

  @Option(
      names = "--residual",
      defaultValue = "naive",
      description =
          "Forecast that the network corrects: none, naive, seasonal, or auto, which takes the one"
              + " with the least validation loss in short trials (default: ${DEFAULT-VALUE}).")
  String residual = "naive";

  @Option(
      names = "--short-contexts",
      defaultValue = "auto",
      paramLabel = "SHARE",
      description =
          "Share of the training windows whose context is cut to a random length, down to no value:"
              + " the network then forecasts new series. auto is 0.1 if static covariates are"
              + " categories, else 0 (default: ${DEFAULT-VALUE}).")
  String shortContexts = "auto";

  /**
   * Checks what can be checked before any data is read.
   *
   * @throws IllegalArgumentException naming the option that cannot be
   */
  void requireValid() {
    network.requireForward(
        "a forecaster's decoder starts from the encoder's state at the newest value");
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
            BaseForecast.of(residual),
            ForecastParams.share(shortContexts)),
        ForecastSettings.Architecture.of(architecture),
        Segments.of(segmentLength, seriesEmbedding),
        Head.of(distribution),
        network.cell(),
        network.hiddenSize,
        network.layers,
        network.dropout,
        WindowWeights.of(windowWeights));
  }
}
