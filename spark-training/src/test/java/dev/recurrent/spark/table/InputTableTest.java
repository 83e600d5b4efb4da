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
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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

  @Test
  void aFormatThatAUserNamesHoldsWhateverTheNameOfTheFile() throws IOException {
    Files.writeString(folder.resolve("t.csv"), "{\"x\": 1}\n{\"x\": 2}\n");
    ReadingRules json = new ReadingRules(TableFormat.JSON, null, null, true, false);
    TableSource source = new TableSource("--input", folder.resolve("t.csv").toString(), json);
    InputTable table = InputTable.read(TestSpark.session(), source);
    assertEquals("[1,0,null] [2,1,null]", rows(table.select(List.of("x"))));
    ReadingRules parquet = new ReadingRules(TableFormat.PARQUET, null, null, true, false);
    TableSource other = new TableSource("--input", folder.resolve("t.csv").toString(), parquet);
    UnusableInputException e =
        assertThrows(
            UnusableInputException.class, () -> InputTable.read(TestSpark.session(), other));
    assertTrue(e.getMessage().endsWith("t.csv is not Parquet"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ORCID", "PAR1", "BZh"})
  void wordsThatBeginAsAFormatDoesAreWords(String name) throws IOException {
    Files.writeString(folder.resolve("t.csv"), name + ",y\n1,2\n");
    assertEquals(List.of(name, "y"), read("t.csv").columns());
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
  void compressedFilesAndGlobsAreTables() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    // Gzip is known by its content, whatever the name.
    try (var out = new GZIPOutputStream(Files.newOutputStream(in.resolve("a.csv")))) {
      out.write("x\n1\n".getBytes(StandardCharsets.UTF_8));
    }
    BZip2Codec codec = new BZip2Codec();
    codec.setConf(new Configuration());
    try (var out = codec.createOutputStream(Files.newOutputStream(in.resolve("b.csv.bz2")))) {
      out.write("x\n2\n".getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(in.resolve("c.txt"), "x\n3\n");
    assertEquals("[1,0,null] [2,1,null] [3,2,null]", rows(read("in").select(List.of("x"))));
    assertEquals("[1,0,null] [2,1,null]", rows(read("in/*.csv*").select(List.of("x"))));
    assertTrue(refused("in/*.tsv").endsWith(" does not exist"));
    Files.write(in.resolve("d.csv.gz"), "x\n4\n".getBytes(StandardCharsets.UTF_8));
    assertTrue(refused("in/d.csv.gz").contains("ends in .gz, but it is not gzip"));
  }

  @Test
  void ofTwoColumnsOfOneNameOnlyTheOthersCanBeRead() throws IOException {
    Files.writeString(folder.resolve("t.csv"), "x,y,x\n1,2,3\n");
    InputTable table = read("t.csv");
    assertEquals("y", table.column("y", "text-column"));
    String message =
        assertThrows(UnusableInputException.class, () -> table.column("x", "text-column"))
            .getMessage();
    assertEquals(
        "--text-column: columns 1 and 3 are named \"x\"; rename all but one of them", message);
    // By its number a column would be read by its name, and another's cells be taken.
    assertThrows(UnusableInputException.class, () -> table.column("3", "text-column"));
    Files.writeString(folder.resolve("case.csv"), "x,y,X\n1,2,3\n");
    InputTable cases = read("case.csv");
    assertEquals("[3,0,null]", rows(cases.select(List.of(cases.column("X", "text-column")))));
  }

  @ParameterizedTest
  @CsvSource({"_delta_log,a Delta table", ".hoodie,a Hudi table"})
  void filesOfATableFormatAreNotReadAsTheyLie(String log, String kind) throws IOException {
    Files.createDirectories(folder.resolve("t/" + log));
    Files.writeString(folder.resolve("t/a.csv"), "x\n1\n");
    String message = refused("t");
    assertTrue(message.contains(folder.resolve("t") + " is " + kind), message);
    assertTrue(message.contains("write its rows as Parquet"), message);
  }

  @Test
  void columnsInThePathsOfTextAreColumns() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in/shop=a%2Fb/day=1"));
    Files.writeString(in.resolve("part-0.csv"), "y\n1\n");
    Path none = folder.resolve("in/shop=__HIVE_DEFAULT_PARTITION__/day=2");
    Files.createDirectories(none);
    Files.writeString(none.resolve("part-0.csv"), "y\n2\n");
    InputTable table = read("in");
    assertEquals(List.of("y", "shop", "day"), table.columns());
    assertEquals("shop", table.column("shop", "series-column"));
    assertEquals(
        "[null,2,2,0,null] [a/b,1,1,1,null]", rows(table.select(List.of("shop", "day", "y"))));
    // What lies above the input is no column.
    assertEquals(List.of("y"), read("in/shop=a%2Fb/day=1").columns());
    Path json = Files.createDirectories(folder.resolve("json/shop=7"));
    Files.writeString(json.resolve("part-0.json"), "{\"y\": 1}\n{\"y\": 2}\n");
    assertEquals("[7,1,0,null] [7,2,1,null]", rows(read("json").select(List.of("shop", "y"))));
  }

  @Test
  void publishedForecastsAreATableBesideThePointerToTheNewest() throws IOException {
    Path day = Files.createDirectories(folder.resolve("f/date=2024-01-01"));
    Files.writeString(day.resolve("part-0.csv"), "series,point\na,1\n");
    Files.writeString(day.resolve("_forecast.json"), "{}");
    Files.writeString(folder.resolve("f/latest"), "date=2024-01-01\n");
    assertEquals("[2024-01-01,1,0,null]", rows(read("f").select(List.of("date", "point"))));
    Path other = Files.createDirectories(folder.resolve("g"));
    Files.writeString(other.resolve("latest"), "x\n1\n");
    assertEquals(List.of("x"), read("g").columns());
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
