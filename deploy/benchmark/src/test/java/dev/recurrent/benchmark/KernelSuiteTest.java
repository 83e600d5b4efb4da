package dev.recurrent.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is timed is the kernel it says, and JMH's figures are read as they are. */
class KernelSuiteTest {
  @Test
  void jmhRunsInAProcessOfItsOwn() throws IOException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream log = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    List<Map<String, Object>> rows = new KernelSuite(log, 1, 10).run("sumOfSquares");
    String said = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("plain Java 66.67% complete, ETA"), said);
    assertTrue(said.contains("at its best 66.67% complete, ETA"), said);
    assertEquals(3, rows.size());
    for (Map<String, Object> row : rows) {
      assertTrue((double) row.get("microseconds") > 0, row.toString());
      assertTrue((double) row.get("plain_microseconds") > 0, row.toString());
    }
  }

  @Test
  void allFourProductsAreOfTheSameMatrices() {
    ProductBenchmark benchmark = new ProductBenchmark();
    benchmark.shape = "5x3x7";
    benchmark.prepare();
    Matrix x = ProductBenchmark.random(5, 3);
    Matrix weight = ProductBenchmark.random(7, 3);
    Matrix y = Matrix.zeros(5, 7);
    Kernels.multiplyTransposedRight(x, weight, y, 0f);
    float once = y.data[4];
    assertEquals(once, benchmark.forward().data[4], 1e-6);
    assertEquals(2 * once, benchmark.packed().data[4], 1e-6);
    assertEquals("7x3", benchmark.weightGradient().shape());
    assertEquals("5x3", benchmark.inputGradient().shape());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rnn", "lstm", "gru"})
  void gatesStayFiniteHoweverOften(String cell) {
    GateBenchmark benchmark = new GateBenchmark();
    benchmark.shape = "3x17";
    benchmark.cell = cell;
    benchmark.prepare();
    for (int i = 0; i < 1000; i++) {
      for (float value : benchmark.gatesForwardBackward().data) {
        assertTrue(Float.isFinite(value), cell);
      }
    }
  }

  @Test
  void aResultIsItsMedianByNameAndSizes() throws IOException {
    String json =
        "[{\"benchmark\":\"a.B.packed\",\"params\":{\"shape\":\"2x5x10\"},"
            + "\"primaryMetric\":{\"scorePercentiles\":{\"50.0\":4.0}}}]";
    Map<String, Double> times = KernelResult.times(new ObjectMapper().readTree(json));
    assertEquals(Map.of("packed 2x5x10", 4.0), times);
    KernelResult result = new KernelResult("packed 2x5x10", 4, 12);
    assertEquals(50, result.gigaflops());
    assertEquals(3.0, result.row(100).get("ratio"));
    assertTrue(result.line(100).contains(" 50 % of the peak"), result.line(100));
  }
}
