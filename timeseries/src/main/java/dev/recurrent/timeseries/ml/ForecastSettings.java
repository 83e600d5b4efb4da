package dev.recurrent.timeseries.ml;

import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.Distribution;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Head;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.table.SeriesTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A forecasting network and what it sees of a series, before the series are known.
 *
 * @param window what it sees of a series
 * @param architecture how the horizon follows from the context
 * @param segments of the architecture that reads segments
 * @param distribution of a forecast
 * @param cell of the recurrent layers
 * @param hiddenSize units of each layer
 * @param layers recurrent layers
 * @param dropout rate between layers, and before the output layer of a network over segments
 * @param weights how often windows are trained on
 */
public record ForecastSettings(
    Window window,
    Architecture architecture,
    Segments segments,
    Head distribution,
    CellFactory cell,
    int hiddenSize,
    int layers,
    float dropout,
    WindowWeights weights) {
  /** Share of the contexts that are cut short where series have categories. */
  private static final double SHORT = 0.1;

  /** Series up to which a network over segments tells them apart, unless it is asked. */
  private static final long FEW_SERIES = 1000;

  /** Seasons of a context by default: of networks that read values, and of those over segments. */
  private static final int SEASONS = 2;

  private static final int SEASONS_OF_SEGMENTS = 8;

  /**
   * What a network sees of a series.
   *
   * @param horizon steps to forecast
   * @param contextLength steps it reads; 0 for two seasons, at least the horizon, and fewer where
   *     that leaves fewer windows than a batch
   * @param season steps after which series repeat; 0 for what the frequency suggests
   * @param lags steps back whose values are inputs too; null for the season
   * @param calendar whether time of day, week and year are inputs
   * @param scaling of the values, by window
   * @param residual the forecast that the network corrects; null for the one with the least
   *     validation loss in short trials
   * @param shortContexts share of the training windows whose context is cut short; null for a tenth
   *     where series have categories, else 0
   */
  public record Window(
      int horizon,
      int contextLength,
      int season,
      @Nullable List<Integer> lags,
      boolean calendar,
      Scaling scaling,
      @Nullable BaseForecast residual,
      @Nullable Double shortContexts) {
    /**
     * @throws IllegalArgumentException for lags that are no steps back, or an impossible share
     */
    public Window {
      if (shortContexts != null && !(shortContexts >= 0 && shortContexts < 1)) {
        throw new IllegalArgumentException(
            "short contexts are " + shortContexts + ", expected a share from 0 to below 1");
      }
      if (lags != null && lags.stream().anyMatch(step -> step < 1)) {
        throw new IllegalArgumentException("lags are " + lags + ", expected all above 0");
      }
    }

    /** The defaults for a horizon. */
    public static Window of(int horizon) {
      return new Window(horizon, 0, 0, null, true, Scaling.STANDARD, BaseForecast.NAIVE, null);
    }

    /** By default the season's; a network over segments has it in its context. */
    private List<Integer> lags(int repeat, boolean segments) {
      if (lags != null) {
        return lags;
      }
      return repeat > 1 && !segments ? List.of(repeat) : List.of();
    }
  }

  /** How the horizon follows from the context. */
  public enum Architecture {
    ENCODER_DECODER,
    DIRECT,
    AUTOREGRESSIVE,
    SEGMENT;

    /**
     * @throws IllegalArgumentException listing the names there are
     */
    public static Architecture of(String name) {
      return switch (name) {
        case "encoder-decoder" -> ENCODER_DECODER;
        case "direct" -> DIRECT;
        case "autoregressive" -> AUTOREGRESSIVE;
        case "segment" -> SEGMENT;
        default ->
            throw new IllegalArgumentException(
                "architecture is \""
                    + name
                    + "\", expected encoder-decoder, direct, autoregressive or segment");
      };
    }
  }

  /** Quantiles of an encoder and a decoder, LSTMs of 64 units. */
  public static ForecastSettings of(int horizon) {
    return new ForecastSettings(
        Window.of(horizon),
        Architecture.ENCODER_DECODER,
        Segments.DEFAULT,
        Distribution.QUANTILE,
        CellFactory.of("lstm"),
        64,
        1,
        0,
        WindowWeights.LENGTH);
  }

  /**
   * Checks what can be checked before any series is read.
   *
   * @throws IllegalArgumentException naming the setting that cannot be
   */
  public ForecastSettings requireValid() {
    if (feedback() && !distribution.canSample()) {
      throw new IllegalArgumentException(
          "architecture autoregressive draws values, and --distribution "
              + label(distribution)
              + " says nothing of the tails; give normal, student-t, negative-binomial,"
              + " zero-inflated-negative-binomial, tweedie or point");
    }
    if (!overSegments() && segments.length() > 0) {
      throw new IllegalArgumentException(
          "--segment-length is for --architecture segment; leave it out");
    }
    cell.requireStorable();
    new ForecastModel(network(seen(null, false, List.of()))).layout();
    return this;
  }

  static String label(Head head) {
    return head instanceof Distribution
        ? head.name().toLowerCase(Locale.ROOT).replace('_', '-')
        : head.name();
  }

  private boolean feedback() {
    return architecture == Architecture.AUTOREGRESSIVE;
  }

  private boolean overSegments() {
    return architecture == Architecture.SEGMENT;
  }

  /** Whether a network for a table of so many series tells them apart. */
  boolean embedsSeries(long count) {
    Boolean asked = segments.seriesEmbedding();
    return asked == null ? overSegments() && count > 1 && count <= FEW_SERIES : asked;
  }

  /** What a network sees of the series of a table. */
  WindowConfig seen(SeriesTable table, List<Covariate> covariates) {
    return seen(table.frequency(), table.incomplete(), covariates);
  }

  /** Seasons of a context whose user names no length. */
  int seasons() {
    return overSegments() ? SEASONS_OF_SEGMENTS : SEASONS;
  }

  private WindowConfig seen(
      @Nullable Frequency frequency, boolean incomplete, List<Covariate> covariates) {
    int repeat = window.season() > 0 ? window.season() : frequency == null ? 1 : frequency.season();
    boolean whole = distribution.nonNegative();
    BaseForecast base = window.residual();
    return new WindowConfig(
            window.contextLength() > 0
                ? window.contextLength()
                : ContextChoice.usual(window.horizon(), repeat, seasons()),
            window.horizon(),
            frequency,
            window.calendar() && frequency != null,
            repeat,
            window.lags(repeat, overSegments()),
            incomplete,
            covariates,
            scaling(),
            whole || base == null ? BaseForecast.NONE : base,
            feedback())
        .withShortContexts(shortContexts(covariates));
  }

  /** Of new series nothing but their categories is known. */
  private double shortContexts(List<Covariate> covariates) {
    Double asked = window.shortContexts();
    boolean known =
        covariates.stream().anyMatch(c -> c.categorical() && c.kind() == Covariate.Kind.STATIC);
    return asked != null ? asked : known ? SHORT : 0;
  }

  /** Counts have no unit; of the others a distribution of amounts needs 0 to stay 0. */
  private Scaling scaling() {
    if (distribution.counts() || window.scaling() == Scaling.NONE) {
      return Scaling.NONE;
    }
    return distribution.nonNegative() ? Scaling.MEAN : window.scaling();
  }

  /** The network for what it sees. */
  ForecastConfig network(WindowConfig seen) {
    boolean walks = !overSegments() && architecture != Architecture.DIRECT;
    Integer length = overSegments() ? segments.length(seen) : null;
    return new ForecastConfig(seen, cell, hiddenSize, layers, dropout, walks, distribution, length);
  }

  /** What decides the result, by name. */
  Map<String, String> describe() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("horizon", String.valueOf(window.horizon()));
    settings.put("context-length", String.valueOf(window.contextLength()));
    settings.put("season", String.valueOf(window.season()));
    settings.put("lags", String.valueOf(window.lags()));
    settings.put("calendar", String.valueOf(window.calendar()));
    settings.put("scaling", String.valueOf(window.scaling()));
    settings.put("residual", String.valueOf(window.residual()).replace("null", "AUTO"));
    settings.put("architecture", String.valueOf(architecture));
    settings.put("distribution", distribution.name());
    settings.put("cell", cell.name());
    settings.put("hidden-size", String.valueOf(hiddenSize));
    settings.put("layers", String.valueOf(layers));
    settings.put("dropout", String.valueOf(dropout));
    settings.put("series-embedding", segments.embeddingLabel());
    if (overSegments()) {
      settings.put("segment-length", String.valueOf(segments.length()));
    }
    Double cut = window.shortContexts();
    settings.put("short-contexts", cut == null ? "auto" : String.valueOf(cut));
    if (weights != WindowWeights.LENGTH) {
      settings.put("window-weights", weights.label());
    }
    return settings;
  }
}
