package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.run.DirectoryInUseException;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.WriteLock;
import dev.recurrent.spark.table.OutputTable;
import dev.recurrent.spark.table.UnusableInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a date in tables of Iceberg, Delta and Spark itself. */
class OutputTableTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 1, 5);
  private static final LocalDate TUESDAY = LocalDate.of(2026, 1, 6);
  private static final String ICEBERG = "lake.db.rows";
  private static final String DELTA = "spark_catalog.tables.by_delta";
  private static final String PARQUET = "spark_catalog.tables.by_spark";
  private static final String ORC = "tables.orc";
  private static final StructType COLUMNS =
      new StructType()
          .add("series", DataTypes.StringType, false)
          .add("point", DataTypes.DoubleType, false);

  @TempDir static Path folder;
  private static LakeSession sessions;
  private SparkSession session = sessions.lake();

  @BeforeAll
  static void open() throws ReflectiveOperationException {
    sessions = new LakeSession(folder);
    for (SparkSession one : List.of(sessions.lake(), sessions.plain())) {
      one.sql("CREATE DATABASE tables LOCATION '" + folder.resolve("tables").toUri() + "'");
    }
  }

  @AfterAll
  static void close() {
    for (SparkSession one : List.of(sessions.lake(), sessions.plain())) {
      one.sql("DROP DATABASE tables CASCADE");
    }
    sessions.close();
  }

  @AfterEach
  void drop() {
    sessions.lake().sql("DROP TABLE IF EXISTS " + ICEBERG);
  }

  /** Rows of series 0 to n-1, each with one value. */
  private Dataset<Row> rows(LocalDate date, int n, double value) {
    return session
        .range(n)
        .select(
            functions.concat(functions.lit("s"), functions.col("id")).as("series"),
            functions.lit(value).as("point"))
        .withColumn(OutputTable.DATE, functions.lit(date));
  }

  private void write(String table, OutputTable.Mode mode, LocalDate date, Dataset<Row> rows)
      throws Exception {
    OutputTable.open(session, "--output-table", table, mode).write(rows, date, this::lock);
  }

  private void write(String table, LocalDate date, int n, double value) throws Exception {
    write(table, OutputTable.Mode.OVERWRITE, date, rows(date, n, value));
  }

  private WriteLock lock(String directory, String part) throws java.io.IOException {
    return WriteLock.take(
        HadoopDirectory.at(directory, session.sparkContext().hadoopConfiguration()), part);
  }

  private String content(String table) {
    session.catalog().refreshTable(table);
    return session
        .table(table)
        .groupBy("date")
        .agg(functions.count("series"), functions.sort_array(functions.collect_set("point")))
        .orderBy("date")
        .collectAsList()
        .toString();
  }

  private String refused(String table, OutputTable.Mode mode, StructType columns) {
    UnusableInputException refused =
        assertThrows(
            UnusableInputException.class,
            () ->
                OutputTable.open(session, "--output-table", table, mode)
                    .requireFits(OutputTable.withDate(columns)));
    assertTrue(refused.isUsage());
    assertFalse(refused.getMessage().contains("\n"), refused.getMessage());
    return refused.getMessage();
  }

  private String refused(String table) {
    return refused(table, OutputTable.Mode.OVERWRITE, COLUMNS);
  }

  private void aDateIsReplacedAsAWhole(String table) throws Exception {
    write(table, MONDAY, 3, 1);
    write(table, TUESDAY, 2, 2);
    assertEquals(
        "[[2026-01-05,3,WrappedArray(1.0)], [2026-01-06,2,WrappedArray(2.0)]]", content(table));
    // A rerun: fewer series, other values.
    write(table, MONDAY, 2, 3);
    String after = content(table);
    assertEquals("[[2026-01-05,2,WrappedArray(3.0)], [2026-01-06,2,WrappedArray(2.0)]]", after);
    // A run that fails.
    Dataset<Row> failing =
        rows(MONDAY, 4, 5)
            .withColumn(
                "point", functions.expr("if(series = 's3', double(raise_error('no')), 5.0d)"));
    assertThrows(Exception.class, () -> write(table, OutputTable.Mode.OVERWRITE, MONDAY, failing));
    assertEquals(after, content(table));
    write(table, OutputTable.Mode.APPEND, MONDAY, rows(MONDAY, 1, 4));
    assertEquals(
        "[[2026-01-05,3,WrappedArray(3.0, 4.0)], [2026-01-06,2,WrappedArray(2.0)]]",
        content(table));
    assertEquals("date", partition(table));
  }

  private String partition(String table) throws Exception {
    return session.catalog().listColumns(table).filter("isPartition").first().name();
  }

  @Test
  void ofIcebergADateIsReplacedAsAWhole() throws Exception {
    aDateIsReplacedAsAWhole(ICEBERG);
  }

  @Test
  void ofDeltaADateIsReplacedAsAWhole() throws Exception {
    session.conf().set("spark.sql.sources.default", "delta");
    try {
      aDateIsReplacedAsAWhole(DELTA);
      assertTrue(Files.exists(folder.resolve("tables/by_delta/_delta_log")));
    } finally {
      session.conf().unset("spark.sql.sources.default");
    }
  }

  @Test
  void aPathIsATableOfDeltaAndOfNothingElse() throws Exception {
    String path = "`" + folder.resolve("by_path").toUri().getPath() + "`";
    write("delta." + path, MONDAY, 3, 1);
    write("delta." + path, MONDAY, 2, 2);
    assertEquals(
        "[[2026-01-05,2,WrappedArray(2.0)]]",
        session
            .sql("SELECT date, count(1), collect_set(point) FROM delta." + path + " GROUP BY date")
            .orderBy("date")
            .collectAsList()
            .toString());
    assertTrue(refused("parquet." + path).contains("give the directory as --output"));
    assertTrue(refused("delta.rows").contains("has to be absolute"));
    session = sessions.plain();
    assertTrue(refused("delta." + path).contains("needs Delta"));
  }

  @Test
  void ofSparkADateIsReplacedAsAWhole() throws Exception {
    session = sessions.plain();
    aDateIsReplacedAsAWhole(PARQUET);
    // While one run writes a date another does not, but it writes another date.
    try (WriteLock held = lock(folder.resolve("tables/by_spark").toString(), "date=" + MONDAY)) {
      assertThrows(DirectoryInUseException.class, () -> write(PARQUET, MONDAY, 1, 9));
      write(PARQUET, TUESDAY, 1, 9);
    }
    assertEquals(
        "[[2026-01-05,3,WrappedArray(3.0, 4.0)], [2026-01-06,1,WrappedArray(9.0)]]",
        content(PARQUET));
  }

  @Test
  void twoRunsOfADateLeaveTheRowsOfOne() throws Exception {
    write(ICEBERG, TUESDAY, 1, 0);
    List<Thread> runs =
        List.of(1, 2).stream()
            .map(
                n ->
                    new Thread(
                        () -> {
                          try {
                            write(ICEBERG, MONDAY, 10 * n, n);
                          } catch (Exception e) {
                            throw new IllegalStateException(e);
                          }
                        }))
            .toList();
    runs.forEach(Thread::start);
    for (Thread run : runs) {
      run.join();
    }
    String content = content(ICEBERG);
    assertTrue(
        Map.of(
                "[[2026-01-05,10,WrappedArray(1.0)], [2026-01-06,1,WrappedArray(0.0)]]", 1,
                "[[2026-01-05,20,WrappedArray(2.0)], [2026-01-06,1,WrappedArray(0.0)]]", 2)
            .containsKey(content),
        content);
  }

  @Test
  void aTableOfOtherColumnsIsRefusedInOneLine() {
    session.sql(
        "CREATE TABLE "
            + ICEBERG
            + " (series STRING, point FLOAT, date DATE) USING iceberg"
            + " PARTITIONED BY (days(date))");
    assertEquals(
        "--output-table lake.db.rows does not fit the rows: its column point is FLOAT, expected"
            + " DOUBLE; it has no column q10 DOUBLE. Name another table, or alter this one",
        refused(ICEBERG, OutputTable.Mode.OVERWRITE, COLUMNS.add("q10", DataTypes.DoubleType)));
    assertTrue(refused("nowhere.db.t").contains("spark.sql.catalog.nowhere"));
    assertTrue(refused("nowhere.t").contains("no database nowhere"));
    assertTrue(refused("lake..t").contains("no name of a table"));
  }

  @Test
  void ownColumnsOfATableStayNull() throws Exception {
    session.sql(
        "CREATE TABLE "
            + ICEBERG
            + " (note STRING, date DATE, point DOUBLE, series STRING)"
            + " USING iceberg PARTITIONED BY (days(date))");
    write(ICEBERG, MONDAY, 2, 1);
    write(ICEBERG, MONDAY, 1, 1);
    assertEquals("[[null,2026-01-05,1.0,s0]]", session.table(ICEBERG).collectAsList().toString());
  }

  @Test
  void aTableThatIsNotPartitionedByDateIsOnlyAppendedTo() throws Exception {
    session = sessions.plain();
    session.sql("CREATE TABLE " + ORC + " (series STRING, point DOUBLE, date DATE) USING orc");
    assertTrue(refused(ORC).contains("--output-mode append"));
    write(ORC, OutputTable.Mode.APPEND, MONDAY, rows(MONDAY, 2, 1));
    assertEquals("[[2026-01-05,2,WrappedArray(1.0)]]", content(ORC));
    session.sql(
        "CREATE TABLE tables.two (point DOUBLE, date DATE, series STRING) USING parquet"
            + " PARTITIONED BY (date, series)");
    assertTrue(refused("tables.two").contains("is partitioned by more columns than date"));
    session.sql("DROP TABLE tables.two");
    session.sql("CREATE VIEW tables.view AS SELECT * FROM " + ORC);
    assertTrue(refused("tables.view").contains("is a view"));
  }
}
