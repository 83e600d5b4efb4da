package dev.recurrent.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of Spark's own catalog, and queries over them. */
class CatalogTableTest {
  private static final String ROWS =
      " AS SELECT id, IF(id = 3, NULL, 'text ' || id) AS text, CAST(id % 2 AS STRING) AS label"
          + " FROM range(5)";

  @TempDir Path folder;
  private final SparkSession session = TestSpark.session();
  private final List<String> said = new ArrayList<>();
  private final InputSnapshots inputs = new InputSnapshots(said::add);

  @BeforeEach
  void database() {
    session.sql("CREATE DATABASE shop LOCATION '" + folder + "'");
  }

  @AfterEach
  void drop() {
    session.sql("DROP DATABASE shop CASCADE");
  }

  private TableSource table(String name) {
    return new TableSource(
        "--input-table", TableSource.Form.TABLE, name, null, ReadingRules.defaults(), inputs);
  }

  private TableSource query(String sql) {
    return new TableSource(
        "--input-query", TableSource.Form.QUERY, sql, null, ReadingRules.defaults(), inputs);
  }

  private String refused(TableSource source, boolean usage) {
    UnusableInputException refused =
        assertThrows(UnusableInputException.class, () -> InputTable.read(session, source));
    assertEquals(usage, refused.isUsage(), refused.getMessage());
    String message = String.valueOf(refused.getMessage());
    assertFalse(message.contains("\n"), message);
    return message;
  }

  private static List<String> texts(InputTable table) {
    return table.select(List.of("text"), 1).collectAsList().stream()
        .map(row -> String.valueOf(row.get(0)))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PARQUET", "ORC", "PARQUET PARTITIONED BY (label)"})
  void aTableIsReadByItsName(String format) throws IOException {
    session.sql("CREATE TABLE shop.reviews USING " + format + ROWS);
    InputTable read = InputTable.read(session, table("shop.reviews"));
    assertEquals(List.of("id", "text", "label"), read.columns());
    assertEquals(List.of("null", "text 0", "text 1", "text 2", "text 4"), texts(read));
    assertEquals(texts(read), texts(InputTable.read(session, table("spark_catalog.shop.reviews"))));
    assertEquals(
        "input: shop.reviews ("
            + format.substring(0, format.contains("ORC") ? 3 : 7).toLowerCase()
            + ")",
        said.get(0));
  }

  @Test
  void aQueryIsReadAndItsTablesAreNamed() throws IOException {
    session.sql("CREATE TABLE shop.reviews USING parquet" + ROWS);
    session.sql("CREATE VIEW shop.good AS SELECT * FROM shop.reviews WHERE label = '1'");
    InputTable read =
        InputTable.read(
            session,
            query(
                "WITH some AS (SELECT * FROM shop.reviews) SELECT text FROM some WHERE id IN"
                    + " (SELECT id FROM shop.good)"));
    assertEquals(List.of("null", "text 1"), texts(read));
    Map<?, ?> origin = (Map<?, ?>) inputs.origins().get("input-query");
    assertEquals(
        List.of(
            Map.of("table", "shop.reviews", "format", "parquet"),
            Map.of("table", "shop.good", "format", "view")),
        origin.get("tables"));
    String fingerprint = String.valueOf(origin.get("fingerprint"));
    assertTrue(fingerprint.matches("schema [0-9a-f]{16}, 2 rows"), fingerprint);
  }

  @Test
  void aRowIsNamedByItsFirstColumns() throws IOException {
    session.sql("CREATE TABLE shop.reviews USING parquet" + ROWS);
    InputTable read = InputTable.read(session, table("shop.reviews"));
    BadRows bad = new BadRows();
    for (Row row : read.select(List.of("text", "label"), 2).collectAsList()) {
      if (row.isNullAt(0)) {
        bad.add(row.getLong(2), "has no text");
      } else {
        bad.addGood();
      }
    }
    assertEquals(
        "5 rows, 1 left out: shop.reviews, row id=3, text=null, label=1: has no text",
        bad.describe(read.places()));
  }

  @Test
  void whatCannotBeReadIsRefusedInOneLine() {
    session.sql("CREATE TABLE shop.reviews USING parquet" + ROWS);
    String none = refused(table("shop.review"), false);
    assertTrue(none.startsWith("--input-table shop.review: there is no table or view"), none);
    assertTrue(none.contains("--packages"), none);
    assertTrue(refused(table("shop..reviews"), true).contains("is no table's name"));
    assertTrue(refused(table("shop.reviews").at("7"), true).contains("has no snapshots"));
    assertTrue(refused(query("DROP TABLE shop.reviews"), true).contains("is not a query"));
    assertTrue(
        refused(query("SELECT * FROM shop.reviews").at("7"), true).contains("VERSION AS OF"));
    assertTrue(refused(query("SELECT nothing FROM shop.reviews"), false).contains("nothing"));
    assertTrue(session.catalog().tableExists("shop.reviews"));
  }

  @Test
  void twoColumnsOfOneNameAreNamedWithTheirPlaces() throws IOException {
    InputTable read = InputTable.read(session, query("SELECT 1 AS day, 2 AS x, 3 AS day, 4 AS X"));
    for (String name : List.of("day", "x")) {
      UnusableInputException refused =
          assertThrows(UnusableInputException.class, () -> read.select(List.of(name)));
      assertFalse(refused.isUsage());
      assertEquals(
          name.equals("day")
              ? "--input-query: columns 1 and 3 are named \"day\", which Spark does not tell apart;"
                  + " give one of them another name (SELECT ... AS ...)"
              : "--input-query: columns 2 and 4 are named \"x\" and \"X\", which Spark does not"
                  + " tell apart; rename one, or pass --conf spark.sql.caseSensitive=true",
          refused.getMessage());
    }
    session.conf().set("spark.sql.caseSensitive", "true");
    session.sql("CREATE TABLE shop.twins USING parquet AS SELECT 1 AS x, 2 AS day, 3 AS Day");
    session.conf().unset("spark.sql.caseSensitive");
    assertEquals(
        "--input-table shop.twins: columns 2 and 3 are named \"day\" and \"Day\", which Spark does"
            + " not tell apart; rename one, or pass --conf spark.sql.caseSensitive=true",
        refused(table("shop.twins"), false));
  }

  @Test
  void aTablesNameIsFoundWhereverAQueryHasIt() {
    String sql = "SELECT *, (SELECT max(x) FROM a.b) m FROM `c-d`.e AS t JOIN f VERSION AS OF 3";
    List<QueryTables.Named> named = QueryTables.of(query(sql));
    assertEquals(List.of(List.of("a", "b"), List.of("c-d", "e")), parts(named));
    assertTrue(sql.substring(0, named.get(0).end()).endsWith("FROM a.b"));
    assertTrue(sql.substring(0, named.get(1).end()).endsWith("`c-d`.e"));
  }

  @Test
  void aTablesPlaceIsFoundBehindCharactersOfTwoHalves() {
    String sql = "SELECT '\ud83d\ude00 \ud83d\ude00' AS shop, day FROM lake.d.s WHERE day > 1";
    int end = QueryTables.of(query(sql)).get(0).end();
    assertTrue(sql.substring(0, end).endsWith("FROM lake.d.s"), sql.substring(0, end));
  }

  @Test
  void aNameOfWithIsNoTableButWhereItsOwnQueryReadsOne() {
    String sql = "WITH s AS (SELECT * FROM s), t AS (SELECT * FROM s) SELECT * FROM s JOIN t";
    List<QueryTables.Named> named = QueryTables.of(query(sql));
    assertEquals(List.of(List.of("s")), parts(named));
    assertTrue(sql.substring(0, named.get(0).end()).endsWith("WITH s AS (SELECT * FROM s"));
    assertEquals(List.of(List.of("a")), parts(QueryTables.of(query("FROM a SELECT x SELECT y"))));
  }

  private static List<List<String>> parts(List<QueryTables.Named> named) {
    return named.stream().map(QueryTables.Named::parts).toList();
  }

  @Test
  void oneInputIsNamedInOneWay() {
    UnusableInputException both =
        assertThrows(
            UnusableInputException.class,
            () -> TableSource.choose("--test-input", "a.csv", "b", null, inputs));
    assertEquals(
        "give one of --test-input, --test-input-table and --test-input-query", both.getMessage());
    assertTrue(both.isUsage());
  }
}
