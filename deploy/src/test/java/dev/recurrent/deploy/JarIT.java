package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the submit-ready jar holds, and what it must not. */
class JarIT {
  private static final long MOST_BYTES = 60_000_000;

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(p -> p.getFileName().toString().matches("recurrent-.*-all\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void itIsSmallEnoughToSend() throws IOException {
    assertTrue(Files.size(jar()) < MOST_BYTES, jar() + " has " + Files.size(jar()) + " bytes");
  }

  @Test
  void itHoldsNothingThatSparkBrings() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
      List<String> foreign =
          jar.stream()
              .map(entry -> entry.getName())
              .filter(
                  name ->
                      name.startsWith("org/apache/")
                          || name.startsWith("scala/")
                          || name.startsWith("org/slf4j/")
                          || name.startsWith("com/fasterxml/")
                          || name.startsWith("dev/ludovic/")
                          || name.startsWith("org/deeplearning4j/")
                          || name.startsWith("org/nd4j/linalg/")
                          || name.startsWith("org/datavec/")
                          || name.startsWith("log4j"))
              .toList();
      assertEquals(List.of(), foreign);
    }
  }

  @Test
  void itHoldsTheNativeKernels() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
      assertTrue(jar.stream().anyMatch(e -> e.getName().contains("libopenblas.so")));
      assertTrue(jar.stream().noneMatch(e -> e.getName().endsWith("libjniopenblas.so")));
    }
  }
}
