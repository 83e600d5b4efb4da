package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the submit-ready jar holds, and what it must not. */
class JarIT {
  private static final long MOST_BYTES = 60_000_000;

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(p -> p.getFileName().toString().matches("recurrent_.*-all\\.jar"))
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
  void itServesAModelByTheScriptWithAQueueOfItsOwn(@TempDir Path folder) throws Exception {
    Path model = TinyServed.write(folder.resolve("model"), "forecast");
    Submitted server =
        Submitted.start(
            folder, "serve", "--model", model.toString(), "--port", "0", "--queue", "3");
    String line = server.firstLine();
    assertTrue(line.startsWith("listening on http://127.0.0.1:"), line);
    String body =
        "{\"times\":[\"2026-01-01\",\"2026-01-02\",\"2026-01-03\"],\"values\":[5],"
            + "\"covariates\":{\"price\":[1,2,3]}}";
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(line.replaceFirst(".*(?=http)", "") + "/v1/forecast"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(post, BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
    server.signal("TERM");
    assertEquals("done", server.result().get("status").asText());
    assertFalse(server.log().contains("WARNING"), server.log());
  }

  @Test
  void itListsItsComponents() throws IOException {
    try (JarFile jar = new JarFile(jar().toFile())) {
      JsonNode list =
          new ObjectMapper()
              .readTree(jar.getInputStream(jar.getEntry("META-INF/sbom/recurrent.cdx.json")));
      assertEquals("CycloneDX", list.get("bomFormat").asText());
      List<String> names = list.get("components").findValuesAsText("name");
      assertTrue(
          names.containsAll(List.of("recurrent-core", "picocli", "jackson-databind", "openblas")),
          names.toString());
      assertFalse(names.stream().anyMatch(name -> name.startsWith("spark-")), names.toString());
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
