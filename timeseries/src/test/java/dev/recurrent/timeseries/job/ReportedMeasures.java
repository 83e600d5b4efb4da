package dev.recurrent.timeseries.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.timeseries.baseline.Baseline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares the report of a backtest with its JSON result. */
final class ReportedMeasures {
  private ReportedMeasures() {}

  /** Every measure of the JSON result stands in the report. */
  static void require(JsonNode json, Path page) throws IOException {
    String report = Files.readString(page);
    List<JsonNode> all = new ArrayList<>(List.of(json.path("model")));
    json.path("baselines").forEach(all::add);
    assertEquals(6, all.size(), "all baselines by default");
    assertTrue(json.path("model").has("msis_50") && json.path("model").has("coverage_95"));
    for (JsonNode figures : all) {
      figures
          .fields()
          .forEachRemaining(
              one -> {
                String value = String.format(Locale.ROOT, "%.5g", one.getValue().asDouble());
                assertTrue(report.contains(ForecastingReport.title(one.getKey())), one.getKey());
                assertTrue(report.contains(value), one.getKey() + " " + value);
              });
    }
    assertTrue(
        report.contains(String.format(Locale.ROOT, "%.5g", json.path("owa").asDouble())), "OWA");
    for (String ratio : List.of("relative_to_best", "relative_to_naive")) {
      json.path(ratio)
          .fields()
          .forEachRemaining(
              one -> {
                String value =
                    one.getValue().isTextual()
                        ? Baseline.valueOf(one.getValue().asText().toUpperCase(Locale.ROOT)).title()
                        : String.format(Locale.ROOT, "%.4f", one.getValue().asDouble());
                assertTrue(report.contains(value), ratio + " " + one.getKey() + " " + value);
              });
    }
  }
}
