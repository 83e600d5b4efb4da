package dev.recurrent.report;

import java.util.Locale;
import java.util.Objects;

/**
 * A named line or area of a chart. Points may come in any order of x. A point whose y is not finite
 * leaves a gap; a point whose x is not finite has no place and is dropped.
 *
 * @param low the lower edge; of a line the same array as {@code high}
 * @param high the upper edge, or the line
 */
public record Series(
    String name, Colour colour, Kind kind, double[] x, double[] low, double[] high) {

  /** Greater values cannot be scaled safely and count as not finite. */
  private static final double LARGEST = 1e300;

  /** Equal things have equal colours in all charts of a report. */
  public enum Colour {
    BLUE,
    ORANGE,
    GREEN,
    PINK,
    OCHRE,
    GREY;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is drawn: a line, the area between two lines, or an area on top of the layer before. */
  public enum Kind {
    LINE,
    BAND,
    LAYER;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Series {
    Objects.requireNonNull(name);
    Objects.requireNonNull(colour);
    Objects.requireNonNull(kind);
    if (x.length != low.length || x.length != high.length) {
      throw new IllegalArgumentException(
          "series \"%s\" has %d x values, %d low and %d high ones, expected equal numbers"
              .formatted(name, x.length, low.length, high.length));
    }
  }

  /** A line through the points (x[i], y[i]). */
  public static Series line(String name, Colour colour, double[] x, double[] y) {
    return new Series(name, colour, Kind.LINE, x, y, y);
  }

  /** The area between two lines, such as the quantiles of a forecast. */
  public static Series band(String name, Colour colour, double[] x, double[] low, double[] high) {
    return new Series(name, colour, Kind.BAND, x, low, high);
  }

  /** An area as high as y, which stands on the layer before it. */
  public static Series layer(String name, Colour colour, double[] x, double[] y) {
    return new Series(name, colour, Kind.LAYER, x, y, y);
  }

  static boolean isShown(double value) {
    return Math.abs(value) <= LARGEST; // false for NaN
  }
}
