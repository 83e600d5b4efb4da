package dev.recurrent.spark.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A table that is there, and whether rows fit into its columns. */
final class TableFit {
  private static final int MOST_SAID = 4;

  private final TableName name;
  private final StructType table;

  TableFit(TableName name, StructType table) {
    this.name = name;
    this.table = table;
  }

  private @Nullable StructField find(StructType columns, String wanted) {
    return Arrays.stream(columns.fields())
        .filter(field -> name.same(field.name(), wanted))
        .findFirst()
        .orElse(null);
  }

  /**
   * The table has to have these columns, of these types.
   *
   * @throws UnusableInputException naming those that it has not
   */
  void require(StructType rows) {
    List<String> wrong = new ArrayList<>();
    for (StructField field : rows.fields()) {
      StructField there = find(table, field.name());
      if (there == null) {
        wrong.add("it has no column " + field.name() + " " + type(field.dataType()));
      } else if (!there.dataType().asNullable().equals(field.dataType().asNullable())) {
        wrong.add(
            "its column "
                + there.name()
                + " is "
                + type(there.dataType())
                + ", expected "
                + type(field.dataType()));
      } else if (!there.nullable() && field.nullable()) {
        wrong.add("its column " + there.name() + " is NOT NULL, and rows may lack it");
      }
    }
    refuse(wrong);
  }

  /**
   * Beside those of the rows the table may have columns that can be null.
   *
   * @throws UnusableInputException naming those that cannot
   */
  void requireAll(StructType rows) {
    require(rows);
    List<String> wrong = new ArrayList<>();
    for (StructField field : table.fields()) {
      if (!field.nullable() && find(rows, field.name()) == null) {
        wrong.add("its column " + field.name() + " is NOT NULL, and rows have no such column");
      }
    }
    refuse(wrong);
  }

  private void refuse(List<String> wrong) {
    if (!wrong.isEmpty()) {
      int more = wrong.size() - MOST_SAID;
      throw UnusableInputException.usage(
          name.given()
              + " does not fit the rows: "
              + String.join("; ", wrong.subList(0, Math.min(MOST_SAID, wrong.size())))
              + (more > 0 ? "; and " + more + " more" : "")
              + ". Name another table, or alter this one");
    }
  }

  private static String type(DataType type) {
    return type.sql().toUpperCase(Locale.ROOT);
  }

  /** The rows with the table's columns in its order, null where they have none. */
  Dataset<Row> fitted(Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : table.fields()) {
      StructField own = find(rows.schema(), field.name());
      Column column =
          own == null
              ? functions.lit(null).cast(field.dataType())
              : rows.col("`" + own.name().replace("`", "``") + "`");
      columns.add(column.as(field.name()));
    }
    return rows.select(columns.toArray(new Column[0]));
  }
}
