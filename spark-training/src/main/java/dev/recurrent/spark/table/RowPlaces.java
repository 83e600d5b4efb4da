package dev.recurrent.spark.table;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where rows stand. A row's place is its number among all rows of the files in the order of their
 * paths: it depends on the files alone. Rows of a program's table have none; there a number drawn
 * from the cells stands for it.
 */
public final class RowPlaces implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Finds the rows of a table that have some places, and says which they are. */
  @FunctionalInterface
  interface Keys {
    Map<Long, String> of(List<Long> places);
  }

  private final String[] files;
  private final long[] firstPlaces;
  private final String table;
  private final Map<Long, String> found = new HashMap<>();

  /** On the driver alone; null on executors, and for files. */
  private final transient @Nullable Keys keys;

  /**
   * @param files names in order
   * @param firstPlaces the place of each file's first row, and the number of all rows
   */
  RowPlaces(String[] files, long[] firstPlaces) {
    this.files = files;
    this.firstPlaces = firstPlaces;
    this.table = "";
    this.keys = null;
  }

  private RowPlaces(String table, @Nullable Keys keys) {
    this.files = new String[0];
    this.firstPlaces = new long[] {0};
    this.table = table;
    this.keys = keys;
  }

  /** Of a table that a program brings. */
  public static RowPlaces none() {
    return new RowPlaces("the table", null);
  }

  /**
   * Of a catalog's table.
   *
   * @param keys says which rows have some places
   */
  static RowPlaces of(String table, Keys keys) {
    return new RowPlaces(table, keys);
  }

  /** Looks rows up together: one pass over a table for all of them. */
  void find(List<Long> places) {
    if (keys != null && !found.keySet().containsAll(places)) {
      found.putAll(keys.of(places));
    }
  }

  /** Whether rows have an order of their own. */
  public boolean known() {
    return files.length > 0;
  }

  /**
   * {@code sales.csv, row 17}: rows are counted from 1, the header not among them. Of a catalog's
   * table: {@code shop.sales, row id=17, day=2024-01-05}, its first columns.
   */
  public String where(long place) {
    if (files.length == 0) {
      find(List.of(place));
      String key = found.get(place);
      return key == null ? "a row of " + table : table + ", row " + key;
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
