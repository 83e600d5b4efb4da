package dev.recurrent.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.math.Kernels;
import dev.recurrent.spark.RoundReport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KernelDifferencesTest {
  private static final String FAST =
      "products Vector API (16 lanes), steps Vector API (16 lanes), gates Vector API";
  private static final String SLOW = "products plain Java, steps plain Java, gates plain Java";

  private static RoundReport report(@Nullable List<String> kernels) {
    return new RoundReport(
        1, 1, 1, null, null, 1, 1, 1, 1, 1, 1, 2, 0, 0, 0, List.of(), "ab", kernels);
  }

  @Test
  void equalAndFastExecutorsAreNotSpokenOf() {
    assertNull(new KernelDifferences().line(report(List.of(FAST))));
    assertNull(new KernelDifferences().line(report(null)));
  }

  @Test
  void anExecutorWithoutTheModuleIsNamedWithTheOptionToPass() {
    String line = new KernelDifferences().line(report(List.of(SLOW)));
    assertNotNull(line);
    assertTrue(line.contains("spark.executor.extraJavaOptions=--add-modules"), line);
  }

  @Test
  void differentExecutorsAreNamedOnceUntilTheyChange() {
    KernelDifferences differences = new KernelDifferences();
    String line = differences.line(report(List.of(SLOW, FAST)));
    assertNotNull(line);
    assertTrue(line.contains("different kernels (" + SLOW + "; " + FAST + ")"), line);
    assertNull(differences.line(report(List.of(SLOW, FAST))));
    assertNull(differences.line(report(List.of(FAST))));
    assertNotNull(differences.line(report(List.of(SLOW))));
  }

  @Test
  void aReportKeepsItsKernelsAndOneOfAnEarlierBuildHasNone() {
    RoundReport report = report(List.of(Kernels.fingerprint()));
    String text = Json.line(report);
    assertEquals(report, read(text));
    String earlier = text.replaceFirst(",\"kernels\":.*]", "");
    assertNull(read(earlier).kernels());
  }

  private static RoundReport read(String line) {
    return JsonObject.read(line.getBytes(StandardCharsets.UTF_8), "metrics.jsonl")
        .as(RoundReport.class);
  }
}
