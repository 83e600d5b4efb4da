package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of deploy/conf beside the options that they set. */
class ConfigurationFilesTest {
  private static final Path CONF = CommandCheck.DEPLOY.resolve("conf");

  @Test
  void everyPipelineHasOne() throws IOException {
    try (Stream<Path> files = Files.list(CONF)) {
      assertEquals(
          Set.of("generation.conf", "sentiment.conf", "translation.conf", "forecasting.conf"),
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"generation", "sentiment", "translation", "forecasting"})
  void everyKeyIsAnOptionOfItsPipelineAndEveryValueOfItsKind(String task) {
    CommandCheck.requireTaken(
        List.of(task, "train", "--config", CONF.resolve(task + ".conf").toUri().toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hiden-size = 3", "epochs = many"})
  void aWrongKeyOrValueWouldBeSeen(String line, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("wrong.conf");
    Files.writeString(file, Files.readString(CONF.resolve("generation.conf")) + line + "\n");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        CommandCheck.status(
            List.of("generation", "train", "--config", file.toUri().toString()), err);
    assertEquals(2, status);
    String key = line.substring(0, line.indexOf(' '));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains(key), err.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"generation", "sentiment", "translation", "forecasting"})
  void everyFileSaysHowItIsUsedAndFixesItsShards(String task) throws IOException {
    String text = Files.readString(CONF.resolve(task + ".conf"));
    assertTrue(text.contains("recurrent " + task + " train --config deploy/conf/" + task));
    // Without them a cluster of another size would train another model.
    assertTrue(text.lines().anyMatch(line -> line.matches("shards = \\d+")), text);
    assertTrue(text.lines().anyMatch(line -> line.matches("seed = \\d+")), text);
  }
}
