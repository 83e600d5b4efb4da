package dev.recurrent.timeseries.ml;

import dev.recurrent.spark.ml.RunParams;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Head;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.table.SeriesSettings;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.FloatParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.jspecify.annotations.Nullable;

/** The parameters of a forecaster, as typed settings. */
public final class ForecastParams extends RunParams {
  private static final long serialVersionUID = 1L;

  final Param<String> timeCol =
      text("timeCol", "Column of times, or NAME,HOUR for a column of dates and one of hours.");
  final Param<String> targetCol = text("targetCol", "Column to forecast.");
  final Param<String> seriesCol =
      text("seriesCol", "Column that names the series; unset if the table is one series.");
  final StringArrayParam covariates =
      texts("covariates", "Columns that are known in advance: numbers, or categories.");
  final StringArrayParam pastCovariates =
      texts(
          "pastCovariates",
          "Columns that are known up to the last value only: numbers, or categories.");
  final StringArrayParam staticCovariates =
      texts("staticCovariates", "Columns of numbers or words with one value for each series.");
  final StringArrayParam categories =
      texts(
          "categories", "Those of the covariates whose values are categories, with a vector each.");
  final Param<String> frequency =
      text(
          "frequency",
          "Rule for the next time, such as D, W-SUN or P1M; unset to find it in the data.",
          null,
          (Consumer<String> & Serializable) Frequency::of);
  final Param<String> holidays =
      text("holidays", "File of holidays for frequency B: one ISO date a line.");
  final Param<String> timeFormat =
      text("timeFormat", "Pattern of the column of times, such as dd.MM.yyyy.");
  final Param<String> timeZone =
      text("timeZone", "Zone of the column of times, such as Europe/Berlin.");
  final Param<String> missing =
      text(
          "missing",
          "What to do with steps without a value: drop, forward, interpolate or mask.",
          "mask",
          (Consumer<String> & Serializable) MissingValuePolicy::of);
  final DoubleParam maxBadFraction =
      share(
          "maxBadFraction", "Share of the rows that may be unusable. They are left out.", true, 0);
  final DoubleParam badSeries =
      number(
          "badSeries",
          "Series that may be left out as they lack a covariate: a share below 1, or a number.",
          0.01);
  final Param<String> architecture =
      text(
          "architecture",
          "encoder-decoder, direct, autoregressive or segment.",
          "encoder-decoder",
          (Consumer<String> & Serializable) ForecastSettings.Architecture::of);
  final IntParam segmentLength =
      integer(
          "segmentLength", "Values of a segment, for architecture segment; 0 for a rule.", 0, 0);
  final Param<String> seriesEmbedding =
      text(
          "seriesEmbedding",
          "Whether the network learns a vector for each series: true, false or auto.",
          "auto",
          (Consumer<String> & Serializable) label -> Segments.of(0, label));
  final Param<String> windowWeights =
      text(
          "windowWeights",
          "How often a series is trained on: length, uniform or scale.",
          "length",
          (Consumer<String> & Serializable) WindowWeights::of);
  final Param<String> distribution =
      text(
          "distribution",
          "quantile, normal, student-t, negative-binomial, zero-inflated-negative-binomial,"
              + " tweedie, point, point-absolute, point-huber, or a class that implements Head.",
          "quantile",
          (Consumer<String> & Serializable) Head::of);
  final IntParam contextLength =
      integer("contextLength", "Steps that the network reads; 0 for a number of seasons.", 0, 0);
  final IntParam horizon = integer("horizon", "Steps to forecast.", 1, 1);
  final IntParam season =
      integer("season", "Steps of a season; 0 for the usual season of the frequency.", 0, 0);
  final StringArrayParam lags =
      texts(
          "lags",
          "Steps back whose values are inputs too, or none; unset for the season.",
          (Consumer<String[]> & Serializable) names -> lags(List.of(names)));
  final BooleanParam calendar =
      flag("calendar", "Whether time of day, week and year are inputs.", true);
  final Param<String> scaling =
      text(
          "scaling",
          "Scaling of each window: none, mean, standard, robust or last.",
          "standard",
          (Consumer<String> & Serializable) Scaling::of);
  final Param<String> residual =
      text(
          "residual",
          "Forecast that the network corrects: none, naive, seasonal, or auto to try each.",
          "naive",
          (Consumer<String> & Serializable) BaseForecast::of);
  final FloatParam dropout =
      rate("dropout", "Dropout rate of the inputs of each recurrent layer.", 0);
  final Param<String> shortContexts =
      text(
          "shortContexts",
          "Share of the training windows whose context is cut short, or auto.",
          "auto",
          (Consumer<String> & Serializable) ForecastParams::share);
  final Param<String> intervals =
      text(
          "intervals",
          "model, or conformal: quantiles moved by their distances from the validation values.",
          "model",
          (Consumer<String> & Serializable) ForecasterTraining::conformal);
  final BooleanParam nonNegative =
      flag("nonNegative", "Forecasts and quantiles below 0 become 0.", false);
  final IntParam trainRows =
      integer(
          "trainRows",
          "Rows of each series to train on; 0 for all before the validation rows.",
          0,
          0);
  final IntParam validationRows =
      integer(
          "validationRows", "Rows to validate on, after the training rows; 0 for a tenth.", 0, 0);

  ForecastParams(Params stage) {
    super(stage);
  }

  /**
   * Lags by their names: null for the season's, none for "none".
   *
   * @throws IllegalArgumentException for what is no number above 0
   */
  public static @Nullable List<Integer> lags(List<String> names) {
    if (names.isEmpty()) {
      return null;
    }
    if (names.equals(List.of("none"))) {
      return List.of();
    }
    try {
      List<Integer> steps = names.stream().map(Integer::valueOf).toList();
      if (steps.stream().anyMatch(s -> s < 1)) {
        throw new IllegalArgumentException("lags are " + names + ", expected all above 0");
      }
      return steps;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("lags are " + names + ", expected numbers or none", e);
    }
  }

  /**
   * A share of windows: null for auto.
   *
   * @throws IllegalArgumentException for what is no number
   */
  public static @Nullable Double share(String text) {
    try {
      return text.equals("auto") ? null : Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "short contexts are \"" + text + "\", expected auto or a share from 0 to below 1", e);
    }
  }

  /**
   * The training that the values describe.
   *
   * @throws IllegalArgumentException for values that do not go together
   */
  ForecasterTraining training() {
    ForecasterTraining training =
        ForecasterTraining.of(series(), network(), plan())
            .rows(value(trainRows), value(validationRows))
            .intervals(value(intervals), value(nonNegative));
    String place = output();
    if (place != null) {
      training.directory(place);
    }
    return resume() ? training.resumeIfBegun() : training;
  }

  private List<String> names(StringArrayParam param) {
    String[] names = valueOrNull(param);
    return names == null ? List.of() : Arrays.asList(names);
  }

  /** Where the columns are and how they are read. */
  SeriesSettings series() {
    SeriesSettings series = new SeriesSettings();
    series.timeColumn = valueOrNull(timeCol);
    series.targetColumn = valueOrNull(targetCol);
    series.seriesColumn = valueOrNull(seriesCol);
    series.covariates = names(covariates);
    series.pastCovariates = names(pastCovariates);
    series.staticCovariates = names(staticCovariates);
    series.categories = names(categories);
    series.frequency = valueOrNull(frequency);
    series.holidays = valueOrNull(holidays);
    series.timeFormat = valueOrNull(timeFormat);
    series.timeZone = valueOrNull(timeZone);
    series.missing = value(missing);
    series.maxBadFraction = value(maxBadFraction);
    series.badSeries = value(badSeries);
    return series;
  }

  private ForecastSettings network() {
    return new ForecastSettings(
        new ForecastSettings.Window(
            value(horizon),
            value(contextLength),
            value(season),
            lags(names(lags)),
            value(calendar),
            Scaling.of(value(scaling)),
            BaseForecast.of(value(residual)),
            share(value(shortContexts))),
        ForecastSettings.Architecture.of(value(architecture)),
        Segments.of(value(segmentLength), value(seriesEmbedding)),
        Head.of(value(distribution)),
        cell(),
        hiddenSize(),
        layers(),
        value(dropout),
        WindowWeights.of(value(windowWeights)));
  }
}
