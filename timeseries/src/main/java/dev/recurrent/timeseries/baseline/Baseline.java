package dev.recurrent.timeseries.baseline;

import dev.recurrent.timeseries.forecast.Naive;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The simple forecasts by their names.
 *
 * <p>Their parameters (seasonal indices, smoothing parameters) are estimated once for a series,
 * from the values before its first origin. Their states follow each later origin.
 */
public enum Baseline {
  /** The last value. */
  NAIVE("naive"),
  /** The value a season ago. */
  SEASONAL_NAIVE("seasonal naive"),
  /** M4's Naive2: the last value without its season, with the season put back. */
  NAIVE2("Naive2"),
  /** {@link Theta}. */
  THETA("Theta"),
  /** {@link ExponentialSmoothing}. */
  ETS("ETS");

  /** Values of a series that {@link #ETS} is estimated from, at most. */
  public static final int ETS_FITTED = ExponentialSmoothing.FITTED;

  private final String title;

  Baseline(String title) {
    this.title = title;
  }

  /** For a person: "seasonal naive". */
  public String title() {
    return title;
  }

  /** As an option has it: "seasonal-naive". */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As JSON has it: "seasonal_naive". */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Those of the labels, in the order of this enum.
   *
   * @throws IllegalArgumentException listing the labels there are
   */
  public static List<Baseline> of(List<String> labels) {
    List<Baseline> chosen = new ArrayList<>();
    for (String label : labels) {
      chosen.add(of(label.trim()));
    }
    return Arrays.stream(values()).filter(chosen::contains).toList();
  }

  private static Baseline of(String label) {
    for (Baseline one : values()) {
      if (one.label().equals(label.toLowerCase(Locale.ROOT))) {
        return one;
      }
    }
    throw new IllegalArgumentException(
        "baselines has \""
            + label
            + "\", expected "
            + String.join(", ", Arrays.stream(values()).map(Baseline::label).toList()));
  }

  /**
   * Estimates the parameters from the values before an origin.
   *
   * @param values of the whole series, NaN where nothing was observed; the estimated forecasts take
   *     the value before a gap
   * @param first the first origin
   * @param season steps of a season, 1 for none
   */
  public FittedBaseline fit(float[] values, int first, int season) {
    return switch (this) {
      case NAIVE -> (origin, horizon) -> Naive.last(values, origin, horizon);
      case SEASONAL_NAIVE -> (origin, horizon) -> Naive.seasonal(values, origin, horizon, season);
      case NAIVE2 -> naive2(filled(values), Seasonality.of(filled(values), first, season));
      case THETA -> Theta.fit(filled(values), first, season);
      case ETS -> ExponentialSmoothing.fit(filled(values), first, season);
    };
  }

  private static FittedBaseline naive2(float[] values, Seasonality season) {
    return (origin, horizon) -> {
      double level = values[origin - 1] / season.index(origin - 1);
      double[] forecast = new double[horizon];
      for (int k = 0; k < horizon; k++) {
        forecast[k] = level * season.index(origin + k);
      }
      return forecast;
    };
  }

  /** Without gaps: a gap takes the value before it. Zeros where nothing was observed before. */
  private static float[] filled(float[] values) {
    float[] filled = values.clone();
    int first = 0;
    while (first < filled.length && Float.isNaN(filled[first])) {
      filled[first++] = 0;
    }
    MissingValuePolicy.FORWARD.fill(filled);
    return filled;
  }
}
