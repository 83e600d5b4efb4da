package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.job.Console;
import dev.recurrent.spark.run.HadoopDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forecasts by date, also when a run dies at the worst moment. */
class ForecastStoreTest {
  @TempDir Path folder;

  private ForecastStore store(String date) throws IOException {
    var hadoop = TestSpark.session().sparkContext().hadoopConfiguration();
    return new ForecastStore(
        HadoopDirectory.at(folder.toString(), hadoop), LocalDate.parse(date), Console.silent());
  }

  private static Dataset<Row> rows(String point) {
    return TestSpark.session().range(0, 10, 1, 5).selectExpr("string(id) series", point + " point");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aRunThatDiesInTheMiddleLeavesTheOldForecast() throws IOException {
    store("2026-01-01").publish(rows("double(id)"), "parquet", 10, Map.of());
    // Eight rows are written before one cannot be.
    Dataset<Row> dying = rows("double(if(id < 8, id, raise_error('the executor died')))");
    ForecastStore second = store("2026-01-02");
    assertThrows(Exception.class, () -> second.publish(dying, "parquet", 10, Map.of()));
    assertFalse(second.done());
    assertEquals(List.of("date=2026-01-01", "latest"), files());
    assertEquals("date=2026-01-01\n", Files.readString(folder.resolve("latest")));
    assertEquals(10, store("2026-01-01").rows());
  }

  @Test
  void whatAKilledRunLeftIsNoForecast() throws IOException {
    Path left =
        Files.createDirectories(
            folder.resolve(".date=2026-01-01-0a1b2c3d-0000-4000-8000-0123456789ab"));
    Files.writeString(left.resolve("part-0.parquet"), "half");
    assertFalse(store("2026-01-01").done());
    assertEquals(10, store("2026-01-01").publish(rows("double(id)"), "csv", 10, Map.of()));
    assertTrue(store("2026-01-01").done());
    assertEquals(List.of("date=2026-01-01", "latest"), files());
  }

  @Test
  void latestFollowsWhereARunDiedBeforeItCould() throws IOException {
    store("2026-01-01").publish(rows("double(id)"), "parquet", 10, Map.of());
    store("2026-01-02").publish(rows("double(id)"), "parquet", 10, Map.of());
    Files.writeString(folder.resolve("latest"), "date=2026-01-01\n");
    assertTrue(store("2026-01-02").done());
    assertEquals("date=2026-01-02\n", Files.readString(folder.resolve("latest")));
    assertTrue(store("2026-01-01").done());
    assertEquals("date=2026-01-02\n", Files.readString(folder.resolve("latest")));
  }

  @Test
  void forecastsThatAreNoNumbersAreNotPublished() throws IOException {
    ForecastStore store = store("2026-01-01");
    Dataset<Row> broken = rows("if(id = 3, double('NaN'), double(id))");
    Exception e =
        assertThrows(Exception.class, () -> store.publish(broken, "parquet", 10, Map.of()));
    assertEquals("made 10 forecasts, 9 of them finite, expected 10", e.getMessage());
    assertEquals(List.of(), files());
  }

  @Test
  void seriesThatAreLeftOutStandInTheSummary() throws IOException {
    Map<String, String> bad = Map.of("b", "has no value of covariate \"x\"");
    store("2026-01-01").publish(rows("double(id)"), "parquet", 10, bad);
    assertEquals(bad, store("2026-01-01").badSeries());
  }
}
