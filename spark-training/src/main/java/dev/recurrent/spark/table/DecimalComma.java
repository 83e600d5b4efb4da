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

  private static Column toPoint(Column column, boolean grouped) {
    Column fits = column.rlike(PLAIN);
    if (grouped) {
      fits = fits.or(column.rlike(GROUPED));
    }
    // A comma becomes a point, and points go.
    return functions.when(fits, functions.translate(column, ",.", ".")).otherwise(column);
  }
}
