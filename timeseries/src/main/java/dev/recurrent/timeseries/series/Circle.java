package dev.recurrent.timeseries.series;

import java.time.LocalDateTime;

/** A place in something that repeats, as sine and cosine. */
final class Circle {
  private static final double YEAR_DAYS = 365.25;

  private Circle() {}

  /** The place in the year. */
  static void year(LocalDateTime time, float[] out, int at) {
    write((time.getDayOfYear() - 1) / YEAR_DAYS, out, at);
  }

  static void write(double share, float[] out, int at) {
    out[at] = (float) Math.sin(2 * Math.PI * share);
    out[at + 1] = (float) Math.cos(2 * Math.PI * share);
  }
}
