package dev.recurrent.interop.onnx;

import org.jspecify.annotations.Nullable;

/**
 * What an axis of a value counts: steps or sequences by the name of an axis of the graph's input,
 * or one of the constants here.
 *
 * @param size where the graph says it, else -1
 * @param outer of two axes that have become one, else null
 * @param inner of two axes that have become one, else null
 */
record Axis(String name, int size, @Nullable Axis outer, @Nullable Axis inner) {
  /** Columns of a row. */
  static final Axis COLUMNS = new Axis("/columns", -1);

  /** Directions of a recurrent layer. */
  static final Axis DIRECTIONS = new Axis("/directions", -1);

  /** An axis of size one. */
  static final Axis ONE = new Axis("/one", 1);

  Axis(String name, int size) {
    this(name, size, null, null);
  }

  /** All places of the first axis, and for each all of the second, in a row. */
  static Axis joined(Axis outer, Axis inner) {
    long size = outer.size < 0 || inner.size < 0 ? -1 : (long) outer.size * inner.size;
    int known = size > Integer.MAX_VALUE ? -1 : (int) size;
    return new Axis(outer.name + " by " + inner.name, known, outer, inner);
  }
}
