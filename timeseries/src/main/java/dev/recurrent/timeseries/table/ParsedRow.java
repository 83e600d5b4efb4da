package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.BadRows;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** A row of a long table, or what is wrong with it. */
final class ParsedRow implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String series;
  private final @Nullable SeriesRow row;
  private final long place;
  private final String fault;

  private ParsedRow(String series, @Nullable SeriesRow row, long place, String fault) {
    this.series = series;
    this.row = row;
    this.place = place;
    this.fault = fault;
  }

  /**
   * @param row with its place and its fault behind its cells
   */
  static ParsedRow of(Row row, Columns columns) {
    int size = row.length();
    long place = row.getLong(size - 2);
    if (!row.isNullAt(size - 1)) {
      return new ParsedRow("", null, place, row.getString(size - 1));
    }
    try {
      return new ParsedRow(columns.series(row), SeriesRow.of(row, columns), place, "");
    } catch (UnusableInputException e) {
      return new ParsedRow("", null, place, String.valueOf(e.getMessage()));
    }
  }

  boolean good() {
    return row != null;
  }

  /** Counts it. */
  BadRows in(BadRows bad) {
    if (good()) {
      bad.addGood();
    } else {
      bad.add(place, fault);
    }
    return bad;
  }

  String series() {
    return series;
  }

  /** The row, of one without a fault. */
  SeriesRow row() {
    if (row == null) {
      throw new IllegalStateException(fault);
    }
    return row;
  }
}
