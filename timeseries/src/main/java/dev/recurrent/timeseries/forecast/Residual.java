package dev.recurrent.timeseries.forecast;

import java.util.Locale;

/** The simple forecast that the network only corrects. */
public enum Residual {
  /** None: the scale's zero. */
  NONE,
  /** The last value. */
  NAIVE,
  /** The value a season ago. */
  SEASONAL;

  /**
   * @throws IllegalArgumentException listing the names there are
   */
  public static Residual of(String name) {
    for (Residual residual : values()) {
      if (residual.name().equals(name.toUpperCase(Locale.ROOT))) {
        return residual;
      }
    }
    throw new IllegalArgumentException(
        "residual is \"" + name + "\", expected none, naive or seasonal");
  }
}
