package dev.recurrent.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.format.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BenchmarkPageTest {
  private static Map<String, Object> row(double milliseconds) {
    Map<String, Object> row = new TreeMap<>();
    row.put("label", "lstm 50 step");
    row.put("milliseconds", milliseconds);
    row.put("steps", 1);
    row.put("peers", List.of(Map.of("name", "JDK 25", "milliseconds", 3.0, "ratio", 1.5)));
    return row;
  }

  @Test
  void aRunReplacesItsOwnSectionAlone() {
    String page = BenchmarkPage.with("", "rounds", List.of(Map.of("seconds", 12.345)), "0.1.0+a");
    page = BenchmarkPage.with(page, "cells", List.of(row(7.0)), "0.1.0+b");
    page = BenchmarkPage.with(page, "cells", List.of(row(2.0)), "0.1.0+c");
    assertTrue(page.startsWith("# Benchmarks\n"), page);
    assertTrue(page.indexOf("## Suite cells") < page.indexOf("## Suite rounds"), page);
    assertEquals(page.indexOf("## Suite cells"), page.lastIndexOf("## Suite cells"), page);
    assertTrue(page.contains("| label | milliseconds | JDK 25 |"), page);
    assertTrue(page.contains("| lstm 50 step | 2.00 | 3.00 ms, ratio 1.50 |"), page);
    assertTrue(page.contains("12.3"), page);
    assertTrue(page.contains("Recurrent 0.1.0+c") && !page.contains("0.1.0+b"), page);
  }

  @Test
  void aTaskSurvivesItsMessage() throws IOException {
    for (CellTask task : CellTask.standard()) {
      assertEquals(task, CellTask.of(new ObjectMapper().readTree(Json.line(task.message()))));
    }
  }
}
