package dev.recurrent.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of several files and formats, and what is written read again. */
class InputTableTest {
  @TempDir Path folder;

  private InputTable read(String path) throws IOException {
    TableSource source =
        new TableSource("--input", folder.resolve(path).toString(), ReadingRules.defaults());
    return InputTable.read(TestSpark.session(), source);
  }

  private static String rows(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).collect(Collectors.joining(" "));
  }

  @Test
  void rowsOfSeveralFilesAreNumberedInTheOrderOfTheirNames() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.writeString(in.resolve("b.csv"), "x,y\n3,c\n");
    Files.writeString(in.resolve("a.csv"), "y,x\na,1\nb,2,more\n");
    Files.writeString(in.resolve("_SUCCESS"), "");
    InputTable table = read("in");
    assertEquals(
        "[1,a,0,null] [2,b,1,has 3 cells, the header has 2] [3,c,2,null]",
        rows(table.select(List.of("x", "y"))));
    assertEquals(in.resolve("a.csv") + ", row 2", table.places().where(1));
    assertEquals(in.resolve("b.csv") + ", row 1", table.places().where(2));
  }

  @Test
  void parquetOfTheSameRowsHasTheSamePlaces() throws IOException {
    Files.writeString(folder.resolve("t.csv"), "x,y\n1,a\n2,b\n3,c\n4,d\n5,e\n");
    Dataset<Row> all = read("t.csv").select(List.of("x", "y"));
    all.select("x", "y").repartition(3).write().parquet(folder.resolve("t.parquet").toString());
    InputTable table = read("t.parquet");
    List<Row> rows = table.select(List.of("y")).orderBy("y").collectAsList();
    assertEquals(5, rows.size());
    assertEquals(
        List.of(0L, 1L, 2L, 3L, 4L), rows.stream().map(row -> row.getLong(1)).sorted().toList());
  }

  @Test
  void bytesAreTextWhereTheyAreUtf8AndCollectionsAreRefused() throws IOException {
    TestSpark.session()
        .sql(
            "select cast('é' as binary) b, array('x') a, map('k', 1) m, named_struct('n', 7) s,"
                + " 1.50BD d union all select X'E9', array('y'), map('z', 2), named_struct('n', 8),"
                + " 2BD")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("p").toString());
    InputTable table = read("p");
    assertEquals(
        "[é,7,1.50,0,null] [�,8,2.00,1,column \"b\" holds bytes that are not UTF-8]",
        rows(table.select(List.of("b", "s.n", "d"), 3)));
    for (String column : List.of("a", "m", "s")) {
      String message =
          assertThrows(UnusableInputException.class, () -> table.column(column, "text-column"))
              .getMessage();
      String type =
          switch (column) {
            case "a" -> "array<string>";
            case "m" -> "map<string,int>";
            default -> "a struct; give one of its fields: s.n";
          };
      assertTrue(message.contains(type), message);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet"})
  void whatIsWrittenIsReadAgain(String format) throws IOException {
    String hard = "a \"quoted\", cell\nof two lines\\";
    List<Row> rows =
        TestSpark.session()
            .createDataset(
                List.of(hard, " blanks ", "\\\"", "a\rb"), org.apache.spark.sql.Encoders.STRING())
            .toDF("x")
            .collectAsList();
    Dataset<Row> table =
        TestSpark.session()
            .createDataFrame(rows, new org.apache.spark.sql.types.StructType().add("x", "string"))
            .coalesce(1);
    String path = folder.resolve(format).toString();
    TableWriter.write(table, format, path);
    List<Row> again = read(format).select(List.of("x")).collectAsList();
    assertEquals(
        List.of(hard, " blanks ", "\\\"", "a\rb"),
        again.stream().map(row -> row.getString(0)).toList());
  }

  private String refused(String path) {
    return String.valueOf(
        assertThrows(UnusableInputException.class, () -> read(path)).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "'Obj\u0001',is Avro,spark-avro",
    "'PK\u0003\u0004',Excel workbook,save the sheet as CSV",
    "'\u00D0\u00CF\u0011\u00E0',Excel workbook,save the sheet as CSV",
    "'SQLite format 3\u0000',is an SQLite database,export its table as CSV",
    "'ARROW1\u0000',is Arrow,write it as Parquet",
    "'\u0089HDF',is HDF5,write its table as Parquet",
    "'BZh9\u0001',is bzip2,let its name end in .bz2"
  })
  void otherFormatsAreNamedWithWhatToDo(String start, String kind, String remedy)
      throws IOException {
    Files.write(folder.resolve("t.csv"), start.getBytes(StandardCharsets.ISO_8859_1));
    String message = refused("t.csv");
    assertTrue(message.contains(folder.resolve("t.csv") + " is "), message);
    assertTrue(message.contains(kind) && message.contains(remedy), message);
    assertTrue(message.contains(", expected CSV, TSV, JSON, Parquet or ORC; "), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ORCID", "PAR1", "BZh"})
  void wordsThatBeginAsAFormatDoesAreWords(String name) throws IOException {
    Files.writeString(folder.resolve("t.csv"), name + ",y\n1,2\n");
    assertEquals(List.of(name, "y"), read("t.csv").columns());
  }

  @Test
  void aRowOfOrcHasTheSamePlaceHoweverItsFileIsSplit() throws IOException {
    SparkSession session = TestSpark.session().newSession();
    session
        .range(0, 30_000, 1, 2)
        .selectExpr("id", "sha2(string(id), 256) text", "id % 3 part")
        .write()
        .option("orc.stripe.size", 1 << 16)
        .option("orc.compress", "none")
        .orc(folder.resolve("t").toString());
    TableSource source =
        new TableSource("--input", folder.resolve("t").toString(), ReadingRules.defaults());
    for (String size : List.of("1g", "300k")) {
      session.conf().set("spark.sql.files.maxPartitionBytes", size);
      session.conf().set("spark.sql.files.openCostInBytes", "0");
      InputTable table = InputTable.read(session, source);
      Dataset<Row> rows = table.select(List.of("text", "id"));
      assertTrue(size.equals("1g") || rows.toJavaRDD().getNumPartitions() > 4);
      assertEquals(30_000, rows.count());
      // Files are written in the order of the numbers.
      assertEquals(0, rows.filter("id <> `" + TableContent.PLACE + "`").count(), size);
      assertTrue(table.places().where(29_999).endsWith(", row 15000"));
    }
  }

  @Test
  void columnsInThePathsOfOrcAreColumnsAndABrokenFileIsNamed() throws IOException {
    String path = folder.resolve("t").toString();
    TestSpark.session()
        .range(0, 6, 1, 1)
        .selectExpr("id", "date'2024-01-01' + int(id) day", "1.50BD price", "id % 2 shop")
        .write()
        .partitionBy("shop")
        .orc(path);
    InputTable table = read("t");
    assertEquals(List.of("id", "day", "price", "shop"), table.columns());
    assertEquals(
        "[0,2024-01-01,1.50,0,0,null] [2,2024-01-03,1.50,0,1,null]",
        rows(table.select(List.of("id", "day", "price", "shop")).limit(2)));
    Files.write(folder.resolve("b.orc"), "ORC\u0000\u0001\u0002".getBytes(StandardCharsets.UTF_8));
    String message = refused("b.orc");
    assertTrue(message.contains("b.orc begins as ORC, and is broken: "), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "windows-1252"})
  void linesMayEndInCarriageReturnsAlone(String charset) throws IOException {
    String mark = charset.startsWith("UTF-16") ? "\uFEFF" : "";
    String text = mark + "name,y\rcaf\u00E9,1\r\"two\rlines\",2\r";
    Files.write(folder.resolve("t.csv"), text.getBytes(Charset.forName(charset)));
    TableSource source =
        new TableSource(
            "--input",
            folder.resolve("t.csv").toString(),
            new ReadingRules(null, null, Charset.forName(charset), true, false));
    Dataset<Row> rows = InputTable.read(TestSpark.session(), source).select(List.of("name", "y"));
    assertEquals("[caf\u00E9,1,0,null] [two\nlines,2,1,null]", rows(rows));
  }

  @Test
  void aCarriageReturnInACellDoesNotEndItsLine() throws IOException {
    String longHeader = "x".repeat(5000);
    Files.writeString(folder.resolve("t.csv"), "\"a\rb\"," + longHeader + "\n1,2\n");
    assertEquals(List.of("a\rb", longHeader), read("t.csv").columns());
    Files.writeString(folder.resolve("u.csv"), longHeader + ",y\r1,2\r");
    assertEquals(List.of(longHeader, "y"), read("u.csv").columns());
  }

  @Test
  void filesOfDifferentFormatsAreRefused() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.writeString(in.resolve("a.csv"), "x\n1\n");
    Files.writeString(in.resolve("b.json"), "{\"x\": 1}\n");
    String message = assertThrows(UnusableInputException.class, () -> read("in")).getMessage();
    assertTrue(message.contains("a.csv is CSV, ") && message.contains("b.json is JSON"), message);
  }

  @Test
  void aColumnThatIsNeededIsInEachFile() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.writeString(in.resolve("a.csv"), "x,y\n1,2\n");
    Files.writeString(in.resolve("b.csv"), "x\n1\n");
    InputTable table = read("in");
    assertEquals("x", table.column("x", "text-column"));
    String message =
        assertThrows(UnusableInputException.class, () -> table.column("y", "text-column"))
            .getMessage();
    assertTrue(message.contains("b.csv has no column \"y\", it has [x]"), message);
  }
}
