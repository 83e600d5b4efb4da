package dev.recurrent.interop.onnx;

/**
 * What an axis of a value counts: steps or sequences by the name of an axis of the graph's input,
 * or one of the constants here.
 */
record Axis(String name) {
  /** Columns of a row. */
  static final Axis COLUMNS = new Axis("/columns");

  /** Directions of a recurrent layer. */
  static final Axis DIRECTIONS = new Axis("/directions");

  /** An axis of size one. */
  static final Axis ONE = new Axis("/one");
}
