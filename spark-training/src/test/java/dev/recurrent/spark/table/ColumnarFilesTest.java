package dev.recurrent.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parquet and ORC: places of rows, columns in paths, nanoseconds, broken files. */
class ColumnarFilesTest {
  @TempDir Path folder;

  private final SparkSession session = TestSpark.session().newSession();

  private InputTable read(String path) throws IOException {
    TableSource source =
        new TableSource("--input", folder.resolve(path).toString(), ReadingRules.defaults());
    return InputTable.read(session, source);
  }

  private static String rows(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).collect(Collectors.joining(" "));
  }

  @Test
  void aRowOfOrcHasTheSamePlaceHoweverItsFileIsSplit() throws IOException {
    session
        .range(0, 30_000, 1, 2)
        .selectExpr("id", "sha2(string(id), 256) text", "id % 3 part")
        .write()
        .option("orc.stripe.size", 1 << 16)
        .option("orc.compress", "none")
        .orc(folder.resolve("t").toString());
    for (String size : List.of("1g", "300k")) {
      session.conf().set("spark.sql.files.maxPartitionBytes", size);
      session.conf().set("spark.sql.files.openCostInBytes", "0");
      InputTable table = read("t");
      Dataset<Row> rows = table.select(List.of("text", "id"));
      assertTrue(size.equals("1g") || rows.toJavaRDD().getNumPartitions() > 4);
      assertEquals(30_000, rows.count());
      // Files are written in the order of the numbers.
      assertEquals(0, rows.filter("id <> `" + TableContent.PLACE + "`").count(), size);
      assertTrue(table.places().where(29_999).endsWith(", row 15000"));
    }
  }

  @Test
  void columnsInThePathsOfOrcAreColumns() throws IOException {
    String path = folder.resolve("t").toString();
    session
        .range(0, 6, 1, 1)
        .selectExpr("id", "date'2024-01-01' + int(id) day", "1.50BD price", "id % 2 shop")
        .write()
        .partitionBy("shop")
        .orc(path);
    InputTable table = read("t");
    assertEquals(List.of("id", "day", "price", "shop"), table.columns());
    assertEquals(
        "[0,2024-01-01,1.50,0,0,null] [2,2024-01-03,1.50,0,1,null]",
        rows(
            table
                .select(List.of("id", "day", "price", "shop"))
                .orderBy(TableContent.PLACE)
                .limit(2)));
  }

  @Test
  void timestampsOfNanosecondsAreReadInMicroseconds() throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { required int64 local (TIMESTAMP(NANOS,false));"
                + " required int64 instant (TIMESTAMP(NANOS,true)); required int64 plain; }");
    String path = folder.resolve("n.parquet").toString();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(path))
            .withConf(new Configuration())
            .withType(schema)
            .build()) {
      for (long nanos : new long[] {1_709_251_200_123_456_789L, -1, Long.MAX_VALUE}) {
        writer.write(
            new SimpleGroupFactory(schema)
                .newGroup()
                .append("local", nanos)
                .append("instant", nanos)
                .append("plain", nanos));
      }
    }
    session.conf().set("spark.sql.session.timeZone", "America/New_York");
    session.conf().set("spark.sql.datetime.java8API.enabled", true);
    assertEquals(
        "[2024-03-01T00:00:00.123456,2024-03-01T00:00:00.123456Z,1709251200123456789,0,null]"
            + " [1969-12-31T23:59:59.999999,1969-12-31T23:59:59.999999Z,-1,1,null]"
            + " [2262-04-11T23:47:16.854775,2262-04-11T23:47:16.854775Z,9223372036854775807,2,null]",
        rows(read("n.parquet").select(List.of("local", "instant", "plain"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int64 at (TIME(MICROS,false)) | at | TIME(MICROS,false)",
        "int64 at (TIME(NANOS,true)) | at | TIME(NANOS,true)",
        "int32 at (TIME(MILLIS,true)) | at | TIME(MILLIS,true)",
        "fixed_len_byte_array(16) id (UUID) | id | UUID",
        "group g { required int32 at (TIME(MILLIS,true)); } | g.at | TIME(MILLIS,true)"
      })
  void aTypeThatSparkCannotReadIsNamedWithItsFileAndColumn(String field, String column, String type)
      throws IOException {
    boolean group = field.endsWith("}");
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { required int64 plain; required " + field + (group ? "" : ";") + " }");
    String path = folder.resolve("t.parquet").toString();
    ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(path))
        .withConf(new Configuration())
        .withType(schema)
        .build()
        .close();
    assertThrows(Exception.class, () -> session.read().parquet(path).schema());
    String message =
        String.valueOf(
            assertThrows(UnusableInputException.class, () -> read("t.parquet")).getMessage());
    String start = path + ": column \"" + column + "\" is of type " + type + ", which";
    assertTrue(message.startsWith(start), message);
  }

  @ParameterizedTest
  @CsvSource({
    "a Parquet,'PAR1\u0000\u0001\u0002'",
    "a Parquet,'PAR1\u0000 and more letters'",
    "an ORC,'ORC\u0000\u0001'"
  })
  void aBrokenFileIsNamed(String format, String content) throws IOException {
    Files.write(folder.resolve("b"), content.getBytes(StandardCharsets.UTF_8));
    String message =
        String.valueOf(assertThrows(UnusableInputException.class, () -> read("b")).getMessage());
    String expected = folder.resolve("b") + " begins like " + format + " file but is not complete";
    assertTrue(message.startsWith(expected), message);
  }

  private static MessageType type(String columns) {
    return MessageTypeParser.parseMessageType("message m { " + columns + " }");
  }

  /** A file of another writer than Spark, of one row. */
  private void write(String name, MessageType type, Group row) throws IOException {
    var path = new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(path).withType(type).withConf(new Configuration()).build()) {
      writer.write(row);
    }
  }

  @Test
  void datesOfLongAgoAreReadAsTheyStand() throws IOException {
    MessageType type = type("required int32 d (DATE); required int64 t (TIMESTAMP(MICROS,true));");
    java.time.LocalDate first = java.time.LocalDate.of(1, 1, 1);
    long micros = java.time.Instant.parse("1500-03-01T00:00:00Z").getEpochSecond() * 1_000_000;
    Group row = new SimpleGroupFactory(type).newGroup();
    write("old.parquet", type, row.append("d", (int) first.toEpochDay()).append("t", micros));
    session.conf().set("spark.sql.datetime.java8API.enabled", "true");
    Dataset<Row> rows = read("old.parquet").select(List.of("d", "t"));
    assertEquals("0001-01-01", rows.first().get(0).toString());
    assertEquals("1500-03-01T00:00:00Z", rows.first().get(1).toString());
  }

  @Test
  void aDecimalThatIsTooLongForSparkIsNamed() throws IOException {
    MessageType type =
        type("required int32 x; required fixed_len_byte_array(21) y (DECIMAL(50,4));");
    Group row = new SimpleGroupFactory(type).newGroup().append("x", 1);
    write("long.parquet", type, row.append("y", Binary.fromConstantByteArray(new byte[21])));
    String message =
        String.valueOf(
            assertThrows(UnusableInputException.class, () -> read("long.parquet")).getMessage());
    assertTrue(message.contains("long.parquet: column \"y\" is of type decimal of 50"), message);
  }

  @Test
  void namesThatDifferInCaseAreToldApartOnRequest() throws IOException {
    MessageType type = type("required int32 t; required int32 T;");
    Group row = new SimpleGroupFactory(type).newGroup().append("t", 1).append("T", 2);
    write("case.parquet", type, row);
    String message =
        String.valueOf(
            assertThrows(UnusableInputException.class, () -> read("case.parquet")).getMessage());
    String said =
        ": columns 1 and 2 are named \"t\" and \"T\", which Spark does not tell apart; rename one,"
            + " or pass --conf spark.sql.caseSensitive=true";
    assertTrue(message.endsWith("case.parquet" + said), message);
    session.conf().set("spark.sql.caseSensitive", "true");
    assertEquals("[2]", rows(read("case.parquet").select(List.of("T")).select("T")));
  }

  @Test
  void bracketsInANameAreNoPatternAndAColonIsRefused() throws IOException {
    MessageType type = type("required int32 x;");
    write("a[1]{b}.parquet", type, new SimpleGroupFactory(type).newGroup().append("x", 7));
    assertEquals("[7]", rows(read("a[1]{b}.parquet").select(List.of("x")).select("x")));
    Files.move(folder.resolve("a[1]{b}.parquet"), folder.resolve("a:b.parquet"));
    String message =
        String.valueOf(
            assertThrows(UnusableInputException.class, () -> read("a:b.parquet")).getMessage());
    assertTrue(message.contains("a:b.parquet has a colon in its name"), message);
  }

  @ParameterizedTest
  @CsvSource({"orc,true", "orc,false", "parquet,true"})
  void rowsAreOfTheTablesSessionWhicheverIsActive(String format, String java8) throws IOException {
    session
        .sql("select date '2026-01-31' d, timestamp '2026-01-31 10:00:00' t")
        .write()
        .format(format)
        .save(folder.resolve("t").toString());
    session.conf().set("spark.sql.datetime.java8API.enabled", java8);
    TestSpark.session().conf().set("spark.sql.datetime.java8API.enabled", java8.equals("false"));
    SparkSession.setActiveSession(TestSpark.session());
    try {
      Dataset<Row> rows = read("t").select(List.of("d", "t"));
      assertEquals("2026-01-31", rows.toJavaRDD().first().get(0).toString());
    } finally {
      SparkSession.clearActiveSession();
      TestSpark.session().conf().unset("spark.sql.datetime.java8API.enabled");
    }
  }
}
