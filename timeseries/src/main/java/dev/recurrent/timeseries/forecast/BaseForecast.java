package dev.recurrent.timeseries.forecast;

import java.util.Locale;

/** The simple forecast that the network only corrects. */
public enum BaseForecast {
  /** None: the scale's zero. */
  NONE,
  /** The last value. */
  NAIVE,
  /** The value a season ago. */
  SEASONAL;

  /**
   * @throws IllegalArgumentException listing the names there are
   */
  public static BaseForecast of(String name) {
    for (BaseForecast residual : values()) {
      if (residual.name().equals(name.toUpperCase(Locale.ROOT))) {
        return residual;
      }
    }
    throw new IllegalArgumentException(
        "residual is \"" + name + "\", expected none, naive or seasonal");
  }
}
