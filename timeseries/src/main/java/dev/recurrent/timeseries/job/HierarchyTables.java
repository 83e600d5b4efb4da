package dev.recurrent.timeseries.job;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.split;

import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.hierarchy.Hierarchy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The tables of a hierarchy, each with the same columns, brought together group by group. */
final class HierarchyTables {
  private static final String SERIES = "series";
  private static final String FAULT = "recurrent fault";
  private static final List<String> COLUMNS =
      List.of("group", "kind", SERIES, "time", "words", "numbers");
  private static final int MOST_PARTS = 256;

  /** The columns of rows that are known before a table is read. */
  static final StructType POINTS =
      new StructType()
          .add(SERIES, DataTypes.StringType, false)
          .add("point", DataTypes.DoubleType, false);

  private final String time;
  private final List<String> quantiles;
  private final Dataset<Row> forecasts;
  private final Dataset<Row> leaves;
  private final @Nullable Dataset<Row> errors;

  private HierarchyTables(
      String time,
      List<String> quantiles,
      Dataset<Row> forecasts,
      Dataset<Row> leaves,
      @Nullable Dataset<Row> errors) {
    this.time = time;
    this.quantiles = quantiles;
    this.forecasts = forecasts;
    this.leaves = leaves;
    this.errors = errors;
  }

  /**
   * @param structure the table of the leaves' words; null where the names have them
   * @param residuals the rows of a backtest; null for none
   * @param words columns of the structure, from the top
   * @param seriesColumn that names the leaves in it
   */
  static HierarchyTables of(
      InputTable input,
      @Nullable InputTable structure,
      @Nullable InputTable residuals,
      List<String> words,
      String seriesColumn) {
    String time = input.columns().contains("time") ? "time" : "step";
    List<String> quantiles =
        input.columns().stream()
            .filter(column -> column.matches("q\\d{1,2}(\\.\\d+)?"))
            .sorted(Comparator.comparingDouble(column -> Double.parseDouble(column.substring(1))))
            .toList();
    List<String> needed = new ArrayList<>(List.of(SERIES, time, "point"));
    needed.addAll(quantiles);
    Dataset<Row> forecasts = select(input, needed, "--input");
    Dataset<Row> leaves =
        structure == null
            ? leaves(forecasts, words.size())
            : leaves(structure, words, seriesColumn);
    @Nullable Dataset<Row> errors =
        residuals == null
            ? null
            : select(residuals, List.of(SERIES, "origin", "step", "metric", "model"), "--residuals")
                .where(col("metric").equalTo("error").and(col("step").cast("int").equalTo(1)));
    return new HierarchyTables(time, quantiles, forecasts, leaves, errors);
  }

  /** Of the forecasts those whose names have a word for each level. */
  private static Dataset<Row> leaves(Dataset<Row> forecasts, int words) {
    Column parts = split(col(SERIES), Hierarchy.BETWEEN);
    return forecasts
        .select(col(SERIES).cast("string"), parts.as("words"))
        .where(size(col("words")).equalTo(words))
        .distinct();
  }

  private static Dataset<Row> leaves(
      InputTable structure, List<String> words, String seriesColumn) {
    List<String> all = new ArrayList<>(List.of(seriesColumn));
    all.addAll(words);
    Column[] parts = words.stream().map(word -> named(word).cast("string")).toArray(Column[]::new);
    return select(structure, all, "--structure")
        .select(named(seriesColumn).cast("string").as(SERIES), array(parts).as("words"))
        .distinct();
  }

  private static Column named(String column) {
    return col("`" + column.replace("`", "``") + "`");
  }

  private static Dataset<Row> select(InputTable table, List<String> columns, String option) {
    List<String> found =
        columns.stream().map(name -> table.column(name, option.substring(2))).toList();
    Dataset<Row> rows = table.select(found);
    Dataset<Row> faulty = rows.where(named(FAULT).isNotNull());
    if (!faulty.isEmpty()) {
      throw new UnusableInputException(
          table.given() + ": " + faulty.select(named(FAULT)).first().get(0));
    }
    return rows;
  }

  /** Of the quantiles, rising. */
  double[] levels() {
    return quantiles.stream().mapToDouble(q -> Double.parseDouble(q.substring(1)) / 100).toArray();
  }

  /** The corrected forecasts with the columns of a forecast. */
  Dataset<Row> solve(SparkSession session, ReconcileRules rules) {
    HierarchyGroup solver = new HierarchyGroup(rules);
    int parts =
        rules.total != null
            ? 1
            : (int)
                Math.max(
                    1, Math.min(MOST_PARTS, leaves.select(expr("words[0]")).distinct().count()));
    JavaRDD<Row> solved =
        rows(rules.total == null)
            .toJavaRDD()
            .mapToPair(row -> new Tuple2<>(row.getString(0), read(row)))
            .groupByKey(parts)
            .flatMap(group -> solver.solve(group._2()).iterator())
            .map(HierarchyTables::write);
    StructType schema =
        new StructType()
            .add(SERIES, DataTypes.StringType, false)
            .add(time, DataTypes.StringType)
            .add("point", DataTypes.DoubleType, false);
    for (String quantile : quantiles) {
      schema = schema.add(quantile, DataTypes.DoubleType, false);
    }
    DataType type = forecasts.schema().apply(time).dataType();
    return session.createDataFrame(solved, schema).withColumn(time, ofText(time, type));
  }

  private Dataset<Row> rows(boolean groups) {
    Column none = lit("");
    Column noWords = expr("cast(array() as array<string>)");
    Column noNumbers = expr("cast(array() as array<double>)");
    Dataset<Row> all =
        leaves
            .withColumn("kind", lit(HierarchyRow.LEAF))
            .withColumn("time", none)
            .withColumn("numbers", noNumbers)
            .withColumn("group", groups ? expr("words[0]") : none)
            .selectExpr(quoted());
    List<String> cells = new ArrayList<>(List.of("point"));
    cells.addAll(quantiles);
    Column[] numbers =
        cells.stream().map(cell -> named(cell).cast("double")).toArray(Column[]::new);
    all = all.union(measured(forecasts, HierarchyRow.FORECAST, time, array(numbers), groups));
    if (errors != null) {
      Column error = array(col("model").cast("double"));
      all = all.union(measured(errors, HierarchyRow.ERROR, "origin", error, groups));
    }
    return all;
  }

  private Dataset<Row> measured(
      Dataset<Row> table, int kind, String at, Column numbers, boolean groups) {
    Dataset<Row> rows =
        table.select(
            col(SERIES).cast("string").as(SERIES),
            lit(kind).as("kind"),
            text(at, table.schema().apply(at).dataType()).as("time"),
            numbers.as("numbers"));
    Column words = expr("cast(array() as array<string>)");
    if (!groups) {
      return rows.withColumn("words", words).withColumn("group", lit("")).selectExpr(quoted());
    }
    Column top = split(col(SERIES), Hierarchy.BETWEEN).getItem(0);
    Dataset<Row> tops = leaves.select(col(SERIES).as("leaf"), expr("words[0]").as("top"));
    return rows.join(tops, col(SERIES).equalTo(col("leaf")), "left")
        .withColumn("group", coalesce(col("top"), top))
        .withColumn("words", words)
        .selectExpr(quoted());
  }

  private static String[] quoted() {
    return COLUMNS.stream().map(column -> "`" + column + "`").toArray(String[]::new);
  }

  /** Instants as microseconds: their text would depend on the session's zone. */
  private static Column text(String column, DataType type) {
    return type.equals(DataTypes.TimestampType)
        ? expr("cast(unix_micros(" + column + ") as string)")
        : col(column).cast("string");
  }

  private static Column ofText(String column, DataType type) {
    return type.equals(DataTypes.TimestampType)
        ? expr("timestamp_micros(cast(" + column + " as bigint))")
        : col(column).cast(type);
  }

  private static HierarchyRow read(Row row) {
    String[] words = row.<String>getList(4).toArray(new String[0]);
    double[] values =
        row.<Double>getList(5).stream()
            .mapToDouble(cell -> cell == null ? Double.NaN : cell)
            .toArray();
    return new HierarchyRow(row.getInt(1), row.getString(2), row.getString(3), words, values);
  }

  private static Row write(HierarchyRow row) {
    Object[] cells = new Object[2 + row.values.length];
    cells[0] = row.series;
    cells[1] = row.time;
    for (int i = 0; i < row.values.length; i++) {
      cells[2 + i] = row.values[i];
    }
    return RowFactory.create(cells);
  }
}
