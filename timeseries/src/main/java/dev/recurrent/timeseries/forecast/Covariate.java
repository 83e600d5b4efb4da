package dev.recurrent.timeseries.forecast;

import dev.recurrent.format.OptionalField;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column that is not the target: numbers, scaled to values around zero, or categories, each of
 * which has a learned vector.
 *
 * @param name of the table's column
 * @param words of a column of categories that training has seen, ascending; null for numbers
 * @param shift taken away
 * @param scale divided by
 */
public record Covariate(
    String name, Kind kind, @OptionalField @Nullable List<String> words, double shift, double scale)
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

  public Covariate {
    words = words == null ? null : words.stream().sorted().toList();
  }

  /** A column of numbers, not scaled yet. */
  public static Covariate number(String name, Kind kind) {
    return new Covariate(name, kind, null, 0, 1);
  }

  /** A column of categories. */
  public static Covariate category(String name, Kind kind, List<String> words) {
    return new Covariate(name, kind, words, 0, 1);
  }

  public Covariate scaled(double by, double from) {
    return new Covariate(name, kind, words, from, by);
  }

  /** Whether its cells are categories; series then have the rows of their vectors as values. */
  public boolean categorical() {
    return words != null;
  }

  /** The row of a word's vector: from 1 in the order of the words, 0 for a word not seen. */
  public int row(String word) {
    return words == null ? 0 : Math.max(0, Collections.binarySearch(words, word) + 1);
  }

  /** What the network gets of a cell's number. */
  public float apply(float value) {
    return (float) ((value - shift) / scale);
  }
}
