package dev.recurrent.timeseries.ml;

import dev.recurrent.timeseries.forecast.WindowConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a network over segments is asked for.
 *
 * @param length values of a segment; 0 for a rule
 * @param seriesEmbedding whether it learns a vector for each series; null for a rule
 */
public record Segments(int length, @Nullable Boolean seriesEmbedding) {
  /** Both by their rules. */
  public static final Segments DEFAULT = new Segments(0, null);

  /** Segments that a context has at least, if the rule gives their length. */
  private static final int LEAST = 4;

  /**
   * @throws IllegalArgumentException for a length that cannot be
   */
  public Segments {
    if (length < 0) {
      throw new IllegalArgumentException(
          "segment length is " + length + ", expected at least 1, or 0 for the rule");
    }
  }

  /**
   * @param embedding auto, true or false
   * @throws IllegalArgumentException for another word
   */
  public static Segments of(int length, String embedding) {
    return switch (embedding) {
      case "auto" -> new Segments(length, null);
      case "true" -> new Segments(length, true);
      case "false" -> new Segments(length, false);
      default ->
          throw new IllegalArgumentException(
              "series embedding is \"" + embedding + "\", expected auto, true or false");
    };
  }

  String embeddingLabel() {
    return seriesEmbedding == null ? "auto" : String.valueOf(seriesEmbedding);
  }

  /**
   * Values of a segment. By default the season, or the largest of its divisors above 1 that fits
   * four times into the context; where there is none, the square root of the context.
   */
  int length(WindowConfig window) {
    if (length > 0) {
      return length;
    }
    int context = window.contextLength();
    int season = window.season();
    for (int part = Math.min(season, context / LEAST); part > 1; part--) {
      if (season % part == 0) {
        return part;
      }
    }
    return (int) Math.sqrt(context);
  }
}
