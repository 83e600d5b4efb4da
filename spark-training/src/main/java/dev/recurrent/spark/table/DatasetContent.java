package dev.recurrent.spark.table;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Columns with types: of Parquet, or of a table that a program brings. Fields of structs are
 * columns whose names have dots.
 */
final class DatasetContent implements TableContent {
  /** Spark's own {@code decode} fails at bytes that are not UTF-8, since Spark 4. */
  private static final UDF1<byte[], String> TEXT = DatasetContent::text;

  /** Gives the rows their places, in a column of {@link TableContent#PLACE}'s name. */
  @FunctionalInterface
  interface Placing {
    Dataset<Row> select(Column[] columns);
  }

  private static final BigDecimal NANOS = BigDecimal.valueOf(1000);
  private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

  private record Field(Column column, DataType type) {}

  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final Twins twins;
  private final Placing placing;
  private final RowPlaces places;

  /**
   * @param nanoseconds columns of numbers that count them since 1970, and whether they are instants
   *     and not local times
   */
  DatasetContent(
      StructType schema, Map<String, Boolean> nanoseconds, Placing placing, RowPlaces places) {
    this(schema, nanoseconds, placing, places, Twins.none());
  }

  /**
   * Columns of one name, which no selection can have.
   *
   * @param given what has them, for messages
   */
  private record Twins(String given, List<String> columns, Set<String> names, boolean exact) {
    static Twins none() {
      return new Twins("", List.of(), Set.of(), true);
    }

    static Twins of(Dataset<Row> table, String given) {
      boolean exact = table.sparkSession().sessionState().conf().caseSensitiveAnalysis();
      List<String> columns = List.of(table.columns());
      return new Twins(given, columns, ColumnNames.twice(columns, exact), exact);
    }

    void requireOther(String name) {
      if (names.contains(name)) {
        boolean byCase = TwinColumns.said(columns, name, true) == null;
        throw new UnusableInputException(
            given + ": " + TwinColumns.said(columns, name, exact) + TwinColumns.remedy(byCase));
      }
    }
  }

  private DatasetContent(
      StructType schema,
      Map<String, Boolean> nanoseconds,
      Placing placing,
      RowPlaces places,
      Twins twins) {
    this.twins = twins;
    this.placing = placing;
    this.places = places;
    for (StructField field : schema.fields()) {
      fields.put(field.name(), new Field(functions.col(quoted(field.name())), field.dataType()));
    }
    for (StructField field : schema.fields()) {
      addBelow(field, field.name(), quoted(field.name()));
    }
    nanoseconds.forEach(
        (name, instants) ->
            fields.computeIfPresent(name, (n, field) -> timestamp(field, instants)));
  }

  /** Whole microseconds: Spark's timestamps have no more. */
  private static Field timestamp(Field nanoseconds, boolean instants) {
    if (!nanoseconds.type().equals(DataTypes.LongType)) {
      return nanoseconds;
    }
    Column exact = nanoseconds.column().cast(DataTypes.createDecimalType(20, 0));
    Column micros = functions.floor(exact.divide(functions.lit(NANOS)));
    if (instants) {
      Column time = functions.timestamp_micros(micros.cast(DataTypes.LongType));
      return new Field(time, DataTypes.TimestampType);
    }
    Column seconds = micros.cast(DataTypes.createDecimalType(20, 0)).divide(functions.lit(MICROS));
    Column zero = functions.lit(0);
    Column passed =
        functions.make_dt_interval(
            zero, zero, zero, seconds.cast(DataTypes.createDecimalType(18, 6)));
    Column start = functions.lit(LocalDateTime.of(1970, 1, 1, 0, 0));
    return new Field(start.plus(passed), DataTypes.TimestampNTZType);
  }

  private void addBelow(StructField field, String name, String path) {
    if (field.dataType() instanceof StructType struct) {
      for (StructField below : struct.fields()) {
        String longer = name + "." + below.name();
        String column = path + "." + quoted(below.name());
        fields.putIfAbsent(longer, new Field(functions.col(column), below.dataType()));
        addBelow(below, longer, column);
      }
    }
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /**
   * Of a program: what stands for a row's place is drawn from its cells.
   *
   * @param name of the table, for messages
   */
  static DatasetContent of(Dataset<Row> given, String name) {
    RowKeys keys = new RowKeys(given);
    return new DatasetContent(
        given.schema(), Map.of(), keys::placed, RowPlaces.none(), Twins.of(given, name));
  }

  /**
   * Of a catalog: the same, but for messages that name a row by its first columns.
   *
   * @param name of the table, for messages about rows
   * @param option and name, for messages about columns
   */
  static DatasetContent of(Dataset<Row> given, String name, String option) {
    RowKeys keys = new RowKeys(given);
    return new DatasetContent(
        given.schema(),
        Map.of(),
        keys::placed,
        RowPlaces.of(name, keys::of),
        Twins.of(given, option));
  }

  @Override
  public List<String> columns() {
    return List.copyOf(fields.keySet());
  }

  private Field field(String name) {
    Field field = fields.get(name);
    if (field == null) {
      throw new IllegalStateException("no column " + name);
    }
    twins.requireOther(name);
    return field;
  }

  @Override
  public void requireValues(String column, String option) {
    DataType type = field(column).type();
    @Nullable String refused = null;
    if (type instanceof StructType struct) {
      String names =
          List.of(struct.fieldNames()).stream()
              .map(name -> column + "." + name)
              .collect(Collectors.joining(", "));
      refused = "a struct; give one of its fields: " + names;
    } else if (type instanceof ArrayType || type instanceof MapType) {
      refused = "of type " + type.simpleString() + ", expected one value a row";
    }
    if (refused != null) {
      throw new UnusableInputException("--" + option + ": \"" + column + "\" is " + refused);
    }
  }

  @Override
  public Dataset<Row> select(List<String> columns, int texts) {
    List<Column> chosen = new ArrayList<>();
    Column fault = functions.lit(null).cast(DataTypes.StringType);
    for (String name : columns) {
      Field field = field(name);
      Column column = field.column();
      if (field.type().equals(DataTypes.BinaryType)) {
        Column decoded = functions.udf(TEXT, DataTypes.StringType).apply(column);
        Column wrong = functions.encode(decoded, "UTF-8").notEqual(column);
        String reason = "column \"" + name + "\" holds bytes that are not UTF-8";
        fault = functions.when(wrong, functions.lit(reason)).otherwise(fault);
        column = decoded;
      } else if (chosen.size() < texts) {
        column = column.cast(DataTypes.StringType);
      }
      chosen.add(column.as("recurrent " + chosen.size()));
    }
    chosen.add(fault.as(FAULT));
    Dataset<Row> placed = placing.select(chosen.toArray(new Column[0]));
    // A column may be chosen twice, so that only these names are sure to be different.
    List<Column> ordered = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      ordered.add(functions.col("recurrent " + i));
    }
    ordered.add(functions.col(PLACE));
    ordered.add(functions.col(FAULT));
    List<String> names = new ArrayList<>(columns);
    names.addAll(List.of(PLACE, FAULT));
    return placed.select(ordered.toArray(new Column[0])).toDF(names.toArray(new String[0]));
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public RowPlaces places() {
    return places;
  }
}
