package dev.recurrent.spark.table;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Where rows stand. A row's place is its number among all rows of the files in the order of their
 * paths: it depends on the files alone. Rows of a program's table have none; there a number drawn
 * from the cells stands for it.
 */
public final class RowPlaces implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String[] files;
  private final long[] firstPlaces;

  /**
   * @param files names in order
   * @param firstPlaces the place of each file's first row, and the number of all rows
   */
  RowPlaces(String[] files, long[] firstPlaces) {
    this.files = files;
    this.firstPlaces = firstPlaces;
  }

  /** Of a table that a program brings. */
  public static RowPlaces none() {
    return new RowPlaces(new String[0], new long[] {0});
  }

  /** Whether rows have an order of their own. */
  public boolean known() {
    return files.length > 0;
  }

  /** {@code sales.csv, row 17}: rows are counted from 1, the header not among them. */
  public String where(long place) {
    if (files.length == 0) {
      return "a row of the table";
    }
    int file = file(place);
    return files[file] + ", row " + (place - firstPlaces[file] + 1);
  }

  /** The number of a row's file in the order of their paths; 0 where places are not known. */
  public int file(long place) {
    if (files.length == 0) {
      return 0;
    }
    int found = Arrays.binarySearch(firstPlaces, 0, files.length, place);
    int file = found >= 0 ? found : -found - 2;
    // Files without rows begin where the next one does.
    while (file + 1 < files.length && firstPlaces[file + 1] <= place) {
      file++;
    }
    return file;
  }
}
