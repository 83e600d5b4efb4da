package dev.recurrent.timeseries.forecast;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The simple forecast that the network only corrects. */
public enum BaseForecast {
  /** None: the scale's zero. */
  NONE,
  /** The last value. */
  NAIVE,
  /** The value a season ago. */
  SEASONAL;

  /**
   * The one of a name; null for auto, which leaves the choice to the validation.
   *
   * @throws IllegalArgumentException listing the names there are
   */
  public static @Nullable BaseForecast of(String name) {
    if (name.equalsIgnoreCase("auto")) {
      return null;
    }
    for (BaseForecast residual : values()) {
      if (residual.name().equals(name.toUpperCase(Locale.ROOT))) {
        return residual;
      }
    }
    throw new IllegalArgumentException(
        "residual is \"" + name + "\", expected auto, none, naive or seasonal");
  }
}
