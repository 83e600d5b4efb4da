package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.spark.job.JobRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On public sets: the naive forecasts give the figures that others published for them, so a
 * network's figures beside them can be compared too.
 */
class RealSeriesTest {
  @TempDir Path folder;

  private static Path data(String name) {
    String root = System.getenv("RECURRENT_DATA");
    boolean there = root != null && Files.exists(Path.of(root, "series", name));
    String reason = "no series/" + name + " in RECURRENT_DATA (" + root + ")";
    if (!there) {
      System.out.println("skipped: " + reason);
    }
    assumeTrue(there, reason);
    return Path.of(root, "series", name);
  }

  private JsonNode run(List<String> series, List<String> training, List<String> testing) {
    String model = folder.resolve("model").toString();
    List<String> train = new ArrayList<>(List.of("--output", model, "--rounds", "1"));
    train.addAll(List.of("--epochs", "0", "--hidden-size", "8", "--local-steps", "4"));
    train.addAll(series);
    train.addAll(training);
    JobRun.of(new ForecastingTrain(), train).done();
    List<String> test = new ArrayList<>(List.of("--model", model));
    test.addAll(series);
    test.addAll(testing);
    return JobRun.of(new ForecastingBacktest(), test).done().json();
  }

  @Test
  void m4sNaiveForecastsHaveTheOrganisersFigures() {
    JsonNode result =
        run(
            List.of(
                "--wide", "--frequency", "h", "--input", data("m4_hourly/Hourly-train.csv") + ""),
            List.of("--horizon", "48", "--season", "24", "--residual", "seasonal"),
            List.of(
                "--test-input",
                data("m4_hourly/Hourly-test.csv") + "",
                "--test-rows",
                "48",
                "--stride",
                "48"));
    assertEquals(414, result.path("windows").asInt());
    JsonNode baselines = result.path("baselines");
    assertEquals(13.912, baselines.path("seasonal_naive").path("smape").asDouble(), 5e-4);
    assertEquals(1.193, baselines.path("seasonal_naive").path("mase").asDouble(), 5e-4);
    assertEquals(18.383, baselines.path("naive2").path("smape").asDouble(), 5e-4);
    assertEquals(2.395, baselines.path("naive2").path("mase").asDouble(), 5e-4);
    assertEquals(18.138, baselines.path("theta").path("smape").asDouble(), 5e-4);
    assertEquals(2.455, baselines.path("theta").path("mase").asDouble(), 5e-4);
    // R's ets also optimises the first states.
    assertEquals(17.307, baselines.path("ets").path("smape").asDouble(), 0.2);
    assertEquals(1.824, baselines.path("ets").path("mase").asDouble(), 0.02);
    // Four steps of training leave the network near the forecast it corrects.
    assertTrue(result.path("owa").asDouble() < 0.75, result.toString());
  }

  @Test
  void temperaturesPersistAsOthersFound() {
    JsonNode result =
        run(
            List.of(
                "--input",
                data("classic/daily-min-temperatures.csv") + "",
                "--time-column",
                "Date",
                "--target-column",
                "Temp"),
            List.of("--horizon", "1", "--context-length", "14"),
            List.of("--test-rows", "365"));
    assertEquals(365, result.path("windows").asInt());
    JsonNode naive = result.path("baselines").path("naive");
    assertEquals(2.582, naive.path("rmse").asDouble(), 5e-4);
  }

  @Test
  void transformerTemperatureRepeatsAsOthersFound() {
    JsonNode result =
        run(
            List.of(
                "--input",
                data("ett/ETTh1.csv") + "",
                "--time-column",
                "date",
                "--target-column",
                "OT",
                "--train-rows",
                "8640",
                "--validation-rows",
                "2880"),
            List.of("--horizon", "24", "--context-length", "24"),
            List.of("--test-rows", "2880", "--scaled"));
    assertEquals(2857, result.path("windows").asInt());
    assertEquals(0.034, result.path("baselines").path("naive").path("mse").asDouble(), 5e-4);
  }
}
