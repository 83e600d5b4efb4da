package dev.recurrent.timeseries.table;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/** One row of a long table. */
public final class SeriesRow implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long row;
  private final long time;
  private final int layout;
  private final int offset;
  private final float value;
  private final float[] changing;
  private final float[] constant;

  private SeriesRow(long row, TimeCell time, float value, float[] changing, float[] constant) {
    this.row = row;
    this.time = time.raw();
    layout = time.layout();
    offset = time.offset();
    this.value = value;
    this.changing = changing;
    this.constant = constant;
  }

  /** A row of a table with places and faults behind its columns. */
  public static SeriesRow of(Row row, Columns columns) {
    return new SeriesRow(
        row.getLong(row.length() - 2),
        columns.time(row),
        columns.target(row),
        columns.numbers(columns.changing(), row),
        columns.numbers(columns.constant(), row));
  }

  /** A row of a time and nothing else. */
  static SeriesRow of(long row, TimeCell time) {
    return new SeriesRow(row, time, Float.NaN, new float[0], new float[0]);
  }

  /** Its place: a shuffle brings rows in any order, and of duplicates the last counts. */
  long row() {
    return row;
  }

  /** See {@link TimeCell#raw}. */
  long time() {
    return time;
  }

  /** See {@link TimeCell#layout}. */
  int layout() {
    return layout;
  }

  /** See {@link TimeCell#offset}. */
  int offset() {
    return offset;
  }

  float value() {
    return value;
  }

  /** Covariates that change with time. */
  float[] changing() {
    return changing;
  }

  /** Covariates that a series has one value of. */
  float[] constant() {
    return constant;
  }
}
