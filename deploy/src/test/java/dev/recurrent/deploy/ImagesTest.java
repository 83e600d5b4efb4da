package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The image definitions of deploy/docker beside the build that they package. */
class ImagesTest {
  private static final Path DOCKER = CommandCheck.DEPLOY.resolve("docker");

  private static final String SPARK = org.apache.spark.package$.MODULE$.SPARK_VERSION();

  /** The images are of the default build; another profile has another Spark. */
  private static final boolean OF_DEFAULT_BUILD = SPARK.startsWith("3.");

  private static List<String> instructions(String file) throws IOException {
    return Files.readAllLines(DOCKER.resolve(file)).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  @Test
  void theBaseImageIsOfTheBuildsSparkAndScala() throws IOException {
    assumeTrue(OF_DEFAULT_BUILD);
    assertEquals(
        "FROM apache/spark:" + SPARK + "-scala2.12-java17-ubuntu",
        instructions("Dockerfile").get(0));
  }

  @Test
  void theClientOfS3IsOfTheBuildsHadoop() throws IOException {
    assumeTrue(OF_DEFAULT_BUILD);
    String hadoop = org.apache.hadoop.util.VersionInfo.getVersion();
    assertTrue(
        instructions("Dockerfile").stream()
            .anyMatch(line -> line.contains("hadoop-aws-" + hadoop + ".jar")),
        hadoop);
  }

  @Test
  void noImageRunsAsRoot() throws IOException {
    for (String file : List.of("Dockerfile", "Dockerfile.scratch")) {
      List<String> users =
          instructions(file).stream().filter(line -> line.startsWith("USER ")).toList();
      assertEquals(1, users.size(), file);
      assertTrue(users.get(0).startsWith("USER 185"), file);
    }
  }

  @Test
  void theScratchImageStartsWhatItsScriptRuns() throws IOException {
    String script = Files.readString(DOCKER.resolve("scratch"));
    assertTrue(
        script.contains(
            "/opt/java/bin/java @/opt/recurrent/java-options dev.recurrent.deploy.Recurrent"));
    assertEquals(
        "ENTRYPOINT [\"/opt/java/bin/java\", \"@/opt/recurrent/java-options\","
            + " \"dev.recurrent.deploy.Recurrent\"]",
        instructions("Dockerfile.scratch").get(instructions("Dockerfile.scratch").size() - 1));
  }
}
