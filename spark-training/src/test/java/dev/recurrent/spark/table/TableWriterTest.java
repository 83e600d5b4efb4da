package dev.recurrent.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
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

  /** The file's own types, as readers outside of Spark see them. */
  private String types(String path) throws IOException {
    try (var files = Files.list(folder.resolve(path))) {
      Path file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      var input =
          HadoopInputFile.fromPath(
              new org.apache.hadoop.fs.Path(file.toUri()), new Configuration());
      try (ParquetFileReader reader = ParquetFileReader.open(input)) {
        return reader.getFileMetaData().getSchema().toString();
      }
    }
  }

  @Test
  void instantsAndLocalTimesInParquetAreMicrosecondsUnlessTheSessionSaysOtherwise()
      throws IOException {
    Dataset<Row> times =
        session.sql("select timestamp'2024-03-10 12:00:00Z' t, timestamp_ntz'2024-03-10 12:00' n");
    TableWriter.write(times, "parquet", folder.resolve("p").toString());
    String types = types("p");
    assertTrue(types.contains("int64 t (TIMESTAMP(MICROS,true))"), types);
    assertTrue(types.contains("int64 n (TIMESTAMP(MICROS,false))"), types);
    assertFalse(session.conf().contains("spark.sql.parquet.outputTimestampType"));
    assertEquals(
        times.collectAsList(),
        session.read().parquet(folder.resolve("p").toString()).collectAsList());
    session.conf().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MILLIS");
    TableWriter.write(times, "parquet", folder.resolve("q").toString());
    assertTrue(types("q").contains("t (TIMESTAMP(MILLIS,true))"), types("q"));
    assertEquals("TIMESTAMP_MILLIS", session.conf().get("spark.sql.parquet.outputTimestampType"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"America/New_York", "Asia/Kolkata"})
  void textOfInstantsIsInUtcWhateverTheZoneOfSessionOrMachine(String zone) throws IOException {
    session.conf().set("spark.sql.session.timeZone", zone);
    TableWriter.write(
        session.sql("select timestamp'2024-03-10 12:00:00Z' t"), "csv", folder.resolve("t") + "");
    assertEquals("2024-03-10T12:00:00.000Z", read("t").select(List.of("t")).first().getString(0));
  }

  @Test
  void datesOfLongAgoAreWrittenAsTheyStand() throws IOException {
    String path = folder.resolve("old").toString();
    TableWriter.write(session.sql("select date '1500-02-28' d"), "parquet", path);
    assertEquals("1500-02-28", read("old").select(List.of("d")).first().get(0).toString());
    assertFalse(session.conf().contains("spark.sql.parquet.datetimeRebaseModeInWrite"));
  }
}
