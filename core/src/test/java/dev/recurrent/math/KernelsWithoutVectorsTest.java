package dev.recurrent.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.testing.Numbers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A JVM that was not told of the vector module computes the same, and says how to be faster. */
class KernelsWithoutVectorsTest {
  /** Float sums in another order, through seven steps and back. */
  private static final double LIMIT = 1e-5;

  private static List<String> childsLines() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                LstmSample.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String text = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor(), text);
    return text.lines().toList();
  }

  @Test
  void plainJavaAgreesAndNamesTheCure() throws IOException, InterruptedException {
    List<String> lines = childsLines();
    String description = lines.get(0);
    assertTrue(description.contains("gates " + new PlainGateKernels().name()), description);
    assertTrue(description.contains("pass --add-modules jdk.incubator.vector"), description);
    assertFalse(Kernels.description().contains("--add-modules"), Kernels.description());

    float[] here = LstmSample.lossAndGradients();
    float[] there = new float[lines.size() - 1];
    for (int i = 0; i < there.length; i++) {
      there[i] = Float.parseFloat(lines.get(i + 1));
    }
    assertEquals(here.length, there.length);
    double difference = Numbers.relativeDifference(here, there);
    assertTrue(difference < LIMIT, () -> "differs by " + difference);
    assertEquals(here[0], there[0], LIMIT * Math.abs(here[0]));
  }
}
