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
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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

  @ParameterizedTest
  @ValueSource(strings = {"PK\u0003\u0004", "ORC", "Obj\u0001"})
  void otherFormatsAreNamed(String start) throws IOException {
    Files.write(folder.resolve("t.csv"), start.getBytes(StandardCharsets.ISO_8859_1));
    String message = assertThrows(UnusableInputException.class, () -> read("t.csv")).getMessage();
    assertTrue(message.endsWith(", expected CSV, TSV, JSON or Parquet"), message);
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
