package dev.recurrent.spark.table;

import java.io.Serializable;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The first cell of each group of columns that has a comma in its number, and that has a point. */
final class NumberStyles implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern COMMA = Pattern.compile("\\s*[-+]?[0-9]*,[0-9]+\\s*");
  private static final Pattern POINT = Pattern.compile("\\s*[-+]?[0-9]*[.][0-9]+\\s*");

  /** A column's group, -1 where its cells are no numbers of text. */
  private final int[] groups;

  private final @Nullable String[][] cells;
  private final long[][] places;

  NumberStyles(int[] groups) {
    this.groups = groups;
    cells = new @Nullable String[groups.length][2];
    places = new long[groups.length][2];
    for (long[] both : places) {
      Arrays.fill(both, Long.MAX_VALUE);
    }
  }

  /**
   * @param row with its place before its last cell
   */
  NumberStyles add(Row row) {
    long place = row.getLong(row.length() - 2);
    for (int i = 0; i < groups.length; i++) {
      if (groups[i] >= 0 && !row.isNullAt(i)) {
        String cell = row.getString(i);
        int style = COMMA.matcher(cell).matches() ? 0 : POINT.matcher(cell).matches() ? 1 : -1;
        if (style >= 0) {
          see(groups[i], style, cell, place);
        }
      }
    }
    return this;
  }

  private void see(int group, int style, @Nullable String cell, long place) {
    if (place < places[group][style]) {
      places[group][style] = place;
      cells[group][style] = cell;
    }
  }

  NumberStyles merge(NumberStyles other) {
    for (int g = 0; g < groups.length; g++) {
      for (int style = 0; style < 2; style++) {
        see(g, style, other.cells[g][style], other.places[g][style]);
      }
    }
    return this;
  }

  /**
   * @throws UnusableInputException for a group that has both
   */
  void requireOne(String[] names, RowPlaces where) {
    for (int g = 0; g < groups.length; g++) {
      if (cells[g][0] != null && cells[g][1] != null) {
        throw new UnusableInputException(
            (names.length > g && groups[g] == g ? "column \"" + names[g] + "\"" : "the table")
                + " has commas and points in its numbers: \""
                + cells[g][0]
                + "\" in "
                + where.where(places[g][0])
                + ", \""
                + cells[g][1]
                + "\" in "
                + where.where(places[g][1])
                + "; pass --decimal , if points stand between thousands, or write decimals in one"
                + " way");
      }
    }
  }
}
