package dev.recurrent.spark.table;

import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.catalog.CatalogTableType;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.V1Table;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A table of a catalog to write rows to: those of one date, in place of what it had of that date,
 * or beside all that it has. A format with a log, such as Iceberg or Delta, does so in one commit.
 * A table of Spark's own has files, which are written aside and then moved, by one run at a time.
 */
public final class OutputTable {
  /** The column of the logical date, by which a table is partitioned. */
  public static final String DATE = "date";

  /** Transforms of a date whose partitions are one date each. */
  private static final Set<String> DAILY = Set.of("identity", "days", "day");

  private final TableName name;
  private final Mode mode;

  private OutputTable(TableName name, Mode mode) {
    this.name = name;
    this.mode = mode;
  }

  /** What becomes of the rows that are there. */
  public enum Mode {
    /** Those of the same date go. */
    OVERWRITE,
    /** All stay. */
    APPEND;

    /**
     * @throws UnusableInputException for another name
     */
    public static Mode of(String option, String name) {
      return Arrays.stream(values())
          .filter(mode -> mode.toString().equals(name.toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  UnusableInputException.usage(
                      option + " is \"" + name + "\", expected overwrite or append"));
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Lets one run at a time write to a directory. */
  @FunctionalInterface
  public interface Exclusion {
    /**
     * @param directory of the table's files
     * @param part of the table that is to be written
     * @throws IOException if another run writes it
     */
    Closeable take(String directory, String part) throws IOException;
  }

  /**
   * @param option that names the table
   * @throws UnusableInputException if that is no name, or rows cannot be written there
   */
  public static OutputTable open(SparkSession session, String option, String text, Mode mode) {
    TableName name = TableName.of(session, option, text);
    OutputTable output = new OutputTable(name, mode);
    name.requireWritablePath();
    Table table = name.load();
    if (table != null) {
      output.requireUsable(table);
    } else if (name.lacksDatabase()) {
      throw UnusableInputException.usage(
          name.given() + ": there is no database " + name.identifier().namespace()[0]);
    }
    return output;
  }

  private void requireUsable(Table table) {
    if (table instanceof V1Table v1 && v1.v1Table().tableType().equals(CatalogTableType.VIEW())) {
      throw UnusableInputException.usage(name.given() + " is a view; name a table");
    }
    if (mode == Mode.OVERWRITE && table instanceof V1Table && table.partitioning().length > 1) {
      // Spark replaces the partitions that the rows have, and no others of the date.
      throw UnusableInputException.usage(
          name.given()
              + " is partitioned by more columns than "
              + DATE
              + ": rows of the date that a second run does not have would stay. Name a table that"
              + " is partitioned by "
              + DATE
              + " alone, or one of Iceberg or Delta, or give --output-mode append");
    }
    if (mode == Mode.OVERWRITE
        && Arrays.stream(table.partitioning()).noneMatch(OutputTable::isDaily)
        && !"delta".equals(table.properties().get("provider"))) {
      throw UnusableInputException.usage(
          name.given()
              + " is not partitioned by a column "
              + DATE
              + ", by which rows are replaced; name another table, or give --output-mode append");
    }
  }

  private static boolean isDaily(Transform transform) {
    NamedReference[] columns = transform.references();
    return DAILY.contains(transform.name())
        && columns.length == 1
        && List.of(columns[0].fieldNames()).equals(List.of(DATE));
  }

  /** Whether the table is not there and would be forgotten with the session that creates it. */
  public boolean isForgotten() {
    return name.isForgotten() && name.load() == null;
  }

  /**
   * A table that is there has to have these columns of rows, of these types.
   *
   * @throws UnusableInputException naming those that do not fit
   */
  public void requireFits(StructType some) {
    TableWriter.requireDistinct(List.of(some.fieldNames()));
    Table table = name.load();
    if (table != null) {
      new TableFit(name, schema(table)).require(some);
    }
  }

  private static StructType schema(Table table) {
    StructType schema = new StructType();
    for (Column column : table.columns()) {
      schema = schema.add(column.name(), column.dataType(), column.nullable());
    }
    return schema;
  }

  /**
   * Writes the rows of a date. A table that is not there is made, partitioned by date.
   *
   * @param rows with a column {@link #DATE} that has the date alone
   * @param exclusion asked where the format does not exclude others itself
   * @throws UnusableInputException if the rows do not fit; nothing is written then
   */
  public void write(Dataset<Row> rows, LocalDate date, Exclusion exclusion) throws Exception {
    if (mode == Mode.APPEND) {
      append(rows, exclusion);
      return;
    }
    Table table = made(rows);
    if (table == null) {
      return;
    }
    Dataset<Row> fitted = fitted(rows, table);
    if (table instanceof V1Table v1) {
      try (Closeable held = exclusion.take(location(v1), DATE + "=" + date)) {
        insert(fitted, SaveMode.Overwrite);
      }
    } else {
      // By the date and not by the partitions of the rows: those that have none any more go too.
      fitted.writeTo(name.text()).overwrite(functions.col(DATE).equalTo(functions.lit(date)));
    }
  }

  /**
   * Adds rows. A table that is not there is made, partitioned by date where the rows have one.
   *
   * @param exclusion asked where the format does not exclude others itself
   * @throws UnusableInputException if the rows do not fit; nothing is written then
   */
  public void append(Dataset<Row> rows, Exclusion exclusion) throws Exception {
    Table table = made(rows);
    if (table == null) {
      return;
    }
    Dataset<Row> fitted = fitted(rows, table);
    if (table instanceof V1Table v1) {
      try (Closeable held = exclusion.take(location(v1), Mode.APPEND.toString())) {
        insert(fitted, SaveMode.Append);
      }
    } else {
      fitted.writeTo(name.text()).append();
    }
  }

  private static String location(V1Table table) {
    return table.v1Table().location().toString();
  }

  private Dataset<Row> fitted(Dataset<Row> rows, Table table) {
    TableFit fit = new TableFit(name, schema(table));
    fit.requireAll(rows.schema());
    return fit.fitted(rows);
  }

  /** The table to write to; null where it was not there, and has been made with the rows. */
  private @Nullable Table made(Dataset<Row> rows) throws Exception {
    TableWriter.requireDistinct(List.of(rows.columns()));
    Table table = name.load();
    if (table != null) {
      return table;
    }
    // Of rows of Spark's own a run that is killed would leave files, and no table could be made.
    boolean empty = name.isOfSpark();
    DataFrameWriterV2<Row> writer = (empty ? rows.limit(0) : rows).writeTo(name.text());
    if (name.isOfSession()) {
      writer.using(name.format());
    }
    try {
      if (List.of(rows.columns()).contains(DATE)) {
        writer.partitionedBy(functions.col(DATE)).create();
      } else {
        writer.create();
      }
    } catch (Exception e) {
      // Another run may have made it; which exception says so differs by catalog.
      table = name.load();
      if (table == null) {
        throw e;
      }
      return table;
    }
    return empty ? name.load() : null;
  }

  /**
   * Values of a column, where another has a value; none where the table is not there. It is read
   * into the driver's memory.
   */
  public List<Long> longs(String column, String where, String value) {
    if (name.load() == null) {
      return List.of();
    }
    SparkSession session = name.session();
    return session
        .table(name.text())
        .filter(functions.col(where).equalTo(functions.lit(value)))
        .select(column)
        .as(Encoders.LONG())
        .collectAsList();
  }

  /** By position: columns are in the table's order. */
  private void insert(Dataset<Row> fitted, SaveMode how) {
    Map<String, String> dynamic = Map.of("spark.sql.sources.partitionOverwriteMode", "dynamic");
    TableWriter.withSettings(
        fitted.sparkSession(), dynamic, () -> fitted.write().mode(how).insertInto(name.text()));
  }

  /** What every table of rows of a date has, behind the rows' own columns. */
  public static StructType withDate(StructType rows) {
    return rows.add(DATE, DataTypes.DateType, false);
  }

  /** The name as it was given. */
  @Override
  public String toString() {
    return name.text();
  }
}
