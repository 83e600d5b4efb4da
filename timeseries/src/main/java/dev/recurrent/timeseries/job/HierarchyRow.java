package dev.recurrent.timeseries.job;

import java.io.Serializable;
import java.util.List;

/**
 * A row of one of the tables that make a hierarchy. A plain class of arrays: Spark's Kryo reads no
 * records.
 */
final class HierarchyRow implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A leaf and its words from the top. */
  static final int LEAF = 0;

  /** A forecast: its point, then its quantiles. */
  static final int FORECAST = 1;

  /** The error of a past forecast. */
  static final int ERROR = 2;

  final int kind;
  final String series;

  /** As text; empty of a leaf. */
  final String time;

  final double[] values;
  private final String[] words;

  HierarchyRow(int kind, String series, String time, String[] words, double[] values) {
    this.kind = kind;
    this.series = series;
    this.time = time;
    this.words = words;
    this.values = values;
  }

  List<String> words() {
    return List.of(words);
  }
}
