package dev.recurrent.nlp.generation.job;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Rows of a few numbers on their way through a shuffle, column by column in arrays. No record:
 * Spark's Kryo reads none.
 */
final class NgramRows implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int START = 64;

  private final long[][] columns;
  private int size;

  NgramRows(int columns) {
    this.columns = new long[columns][START];
  }

  /** Adds a row of as many values as there are columns. */
  void add(long... row) {
    if (size == columns[0].length) {
      for (int c = 0; c < columns.length; c++) {
        columns[c] = Arrays.copyOf(columns[c], 2 * size);
      }
    }
    for (int c = 0; c < columns.length; c++) {
      columns[c][size] = row[c];
    }
    size++;
  }

  int size() {
    return size;
  }

  long get(int row, int column) {
    return columns[column][row];
  }
}
