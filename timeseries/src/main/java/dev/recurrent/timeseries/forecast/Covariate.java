package dev.recurrent.timeseries.forecast;

import dev.recurrent.format.OptionalField;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A column that is not the target, and how it is scaled to values around zero.
 *
 * @param name of the table's column
 * @param category that makes this input 1 and every other value 0, or null for a number
 * @param shift taken away
 * @param scale divided by
 */
public record Covariate(
    String name, Kind kind, @OptionalField @Nullable String category, double shift, double scale)
    implements Serializable {
  /** When a covariate's values are known. */
  public enum Kind {
    /** For the horizon too: a calendar of promotions. */
    KNOWN,
    /** Up to the last value only: the weather. */
    PAST,
    /** One value a series: a shop's region. */
    STATIC
  }

  /** A column of numbers, not scaled yet. */
  public static Covariate number(String name, Kind kind) {
    return new Covariate(name, kind, null, 0, 1);
  }

  /** One value of a column of words. */
  public static Covariate category(String name, Kind kind, String value) {
    return new Covariate(name, kind, value, 0, 1);
  }

  public Covariate scaled(double by, double from) {
    return new Covariate(name, kind, category, from, by);
  }

  /** What the network gets of a cell's number. */
  public float apply(float value) {
    return (float) ((value - shift) / scale);
  }
}
