package dev.recurrent.timeseries.table;

/**
 * A time as a cell holds it.
 *
 * @param raw microseconds since 1970, of UTC for instants, else of local time; or the cell's number
 * @param layout of a text, see {@link TimeText}; 0 for other cells
 * @param offset of a text with an offset from UTC, in seconds; else {@link #NO_OFFSET}
 */
record TimeCell(long raw, int layout, int offset) {
  static final int NO_OFFSET = Integer.MIN_VALUE;

  /** The layout of a text that is a number. */
  static final int DIGITS = -1;

  /** The layout of a text that is a number with zeros before it. */
  static final int ZERO_DIGITS = -2;

  /** Whether a layout is that of a number. */
  static boolean digits(int layout) {
    return layout < 0;
  }

  TimeCell(long raw) {
    this(raw, 0, NO_OFFSET);
  }
}
