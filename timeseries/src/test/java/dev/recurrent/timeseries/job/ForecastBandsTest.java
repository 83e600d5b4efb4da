package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.job.JobRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastBandsTest {
  @TempDir Path folder;
  private SalesTable sales;

  @BeforeEach
  void writeTable() throws IOException {
    sales = SalesTable.in(folder);
  }

  @Test
  void anAutoregressiveNetworkDrawsItsForecastsAndKeepsItsBands() throws IOException {
    List<String> options = List.of("--architecture", "autoregressive", "--distribution", "normal");
    List<String> kept = List.of("--intervals", "conformal", "--non-negative", "--residual", "auto");
    List<String> all = new ArrayList<>(options);
    all.addAll(kept);
    JobRun trained = sales.train("drawn", all.toArray(String[]::new)).done();
    assertTrue(trained.err().contains(": the least validation loss of trials"), trained.err());
    requireBands(folder.resolve("drawn"));
    JsonNode validation = trained.json().path("validation");
    double naive = validation.path("baselines").path("naive").path("mse").asDouble();
    assertTrue(validation.path("mse").asDouble() < 0.1 * naive, validation.toString());
    assertTrue(validation.path("coverage_80").asDouble() > 0.5, validation.toString());
  }

  /** Forecasts with the bands that were asked for, by a model that keeps its corrections. */
  private void requireBands(Path model) throws IOException {
    String intervals = Files.readString(model.resolve("intervals.json"));
    assertTrue(intervals.contains("\"nonNegative\" : true"), intervals);
    String out = folder.resolve("bands").toString();
    JobRun.of(
            new ForecastingForecast(),
            sales.series(
                "--model",
                model.toString(),
                "--output",
                out,
                "--date",
                "2026-05-01",
                "--levels",
                "50,95"))
        .done();
    Dataset<Row> rows = TestSpark.session().read().parquet(out + "/date=2026-05-01");
    assertEquals(6, rows.filter("low_95 <= low_50 and low_50 <= q50 and q50 <= high_50").count());
    assertEquals(6, rows.filter("high_50 <= high_95 and low_95 >= 0 and q10 >= low_95").count());
  }
}
