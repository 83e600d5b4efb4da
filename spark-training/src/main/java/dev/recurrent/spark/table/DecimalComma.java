package dev.recurrent.spark.table;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Numbers of text with a comma before their decimals, as numbers with a point. */
public final class DecimalComma {
  /** A comma, and no point: it can only be the decimals'. */
  private static final String PLAIN = "^\\s*[-+]?[0-9]*,[0-9]+([eE][-+]?[0-9]+)?\\s*$";

  /** Points between groups of three digits, and perhaps a comma. */
  private static final String GROUPED = "^\\s*[-+]?[0-9]{1,3}([.][0-9]{3})+(,[0-9]+)?\\s*$";

  private DecimalComma() {}

  /**
   * Rewrites cells of text that are such numbers; others stay as they are.
   *
   * @param columns those that are to hold numbers
   * @param grouped whether points are between groups of digits, which only a user knows
   */
  public static Dataset<Row> toPoint(Dataset<Row> table, List<String> columns, boolean grouped) {
    List<String> names = Arrays.asList(table.columns());
    Column[] all = new Column[names.size()];
    for (int i = 0; i < all.length; i++) {
      String name = names.get(i);
      Column column = functions.col("`" + name.replace("`", "``") + "`");
      boolean text = table.schema().fields()[i].dataType().equals(DataTypes.StringType);
      all[i] = text && columns.contains(name) ? toPoint(column, grouped).as(name) : column;
    }
    return table.select(all);
  }

  /**
   * Refuses a column of which some cells have a comma and others a point: the point may stand
   * before decimals or between thousands.
   *
   * @param table with each row's place before its last column
   * @param columns those that are to hold numbers
   * @param together whether they are one column, as those of a wide table are
   * @throws UnusableInputException naming the column and the first cell of either style
   */
  public static void requireOneStyle(
      Dataset<Row> table, List<String> columns, boolean together, RowPlaces places) {
    String[] names = table.columns();
    int[] group = new int[names.length];
    Arrays.fill(group, -1);
    for (int i = 0; i < names.length; i++) {
      if (columns.contains(names[i])
          && table.schema().fields()[i].dataType().equals(DataTypes.StringType)) {
        group[i] = together ? 0 : i;
      }
    }
    NumberStyles styles =
        table
            .toJavaRDD()
            .aggregate(new NumberStyles(group), (sum, row) -> sum.add(row), (a, b) -> a.merge(b));
    styles.requireOne(names, places);
  }

  private static Column toPoint(Column column, boolean grouped) {
    Column fits = column.rlike(PLAIN);
    if (grouped) {
      fits = fits.or(column.rlike(GROUPED));
    }
    // A comma becomes a point, and points go.
    return functions.when(fits, functions.translate(column, ",.", ".")).otherwise(column);
  }
}
