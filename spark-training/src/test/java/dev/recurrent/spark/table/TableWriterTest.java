package dev.recurrent.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.spark.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read again. */
class TableWriterTest {
  @TempDir Path folder;

  private final SparkSession session = TestSpark.session().newSession();

  private InputTable read(String path) throws IOException {
    TableSource source =
        new TableSource("--input", folder.resolve(path).toString(), ReadingRules.defaults());
    return InputTable.read(session, source);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet"})
  void whatIsWrittenIsReadAgain(String format) throws IOException {
    String hard = "a \"quoted\", cell\nof two lines\\";
    List<Row> rows =
        session
            .createDataset(
                List.of(hard, " blanks ", "\\\"", "a\rb"), org.apache.spark.sql.Encoders.STRING())
            .toDF("x")
            .collectAsList();
    Dataset<Row> table =
        session
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
  @ValueSource(strings = {"America/New_York", "Asia/Kolkata"})
  void textOfInstantsIsInUtcWhateverTheZoneOfSessionOrMachine(String zone) throws IOException {
    session.conf().set("spark.sql.session.timeZone", zone);
    TableWriter.write(
        session.sql("select timestamp'2024-03-10 12:00:00Z' t"), "csv", folder.resolve("t") + "");
    assertEquals("2024-03-10T12:00:00.000Z", read("t").select(List.of("t")).first().getString(0));
  }
}
