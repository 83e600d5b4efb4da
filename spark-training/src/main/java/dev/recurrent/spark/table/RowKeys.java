package dev.recurrent.spark.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table that has no order: a number drawn from the chosen cells stands for a row's place,
 * and its first columns name it.
 */
final class RowKeys {
  private static final int COLUMNS = 3;
  private static final int LETTERS = 40;

  private final Dataset<Row> table;
  private Column place = functions.lit(0L);

  RowKeys(Dataset<Row> table) {
    this.table = table;
  }

  /** Chosen columns, and the place behind them. */
  Dataset<Row> placed(Column[] columns) {
    place = functions.xxhash64(columns);
    List<Column> all = new ArrayList<>(List.of(columns));
    all.add(place.as(TableContent.PLACE));
    return table.select(all.toArray(new Column[0]));
  }

  /** {@code id=17, day=2024-01-05} of the rows at some places, as last chosen. */
  Map<Long, String> of(List<Long> places) {
    List<String> names = new ArrayList<>();
    List<Column> cells = new ArrayList<>(List.of(place));
    Set<String> twice = ColumnNames.twice(List.of(table.columns()), false);
    for (StructField field : table.schema().fields()) {
      if (names.size() < COLUMNS && single(field) && !twice.contains(field.name())) {
        names.add(field.name());
        Column cell = functions.col(TableHistory.quoted(field.name())).cast(DataTypes.StringType);
        cells.add(functions.substring(cell, 1, LETTERS + 1));
      }
    }
    Dataset<Row> found =
        table.filter(place.isin(places.toArray())).select(cells.toArray(new Column[0]));
    Map<Long, String> keys = new HashMap<>();
    // Rows that differ in no chosen cell have one place: the first key in order names them.
    found
        .toLocalIterator()
        .forEachRemaining(row -> keys.merge(row.getLong(0), key(row, names), RowKeys::first));
    return keys;
  }

  private static boolean single(StructField field) {
    return Arrays.asList(StructType.class, ArrayType.class, MapType.class, BinaryType.class)
        .stream()
        .noneMatch(type -> type.isInstance(field.dataType()));
  }

  private static String first(String a, String b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static String key(Row row, List<String> names) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      @Nullable String cell = row.isNullAt(i + 1) ? null : row.getString(i + 1);
      cells.add(
          names.get(i)
              + "="
              + (cell == null || cell.length() <= LETTERS
                  ? cell
                  : cell.substring(0, LETTERS) + "..."));
    }
    return OneLine.of(String.join(", ", cells));
  }
}
