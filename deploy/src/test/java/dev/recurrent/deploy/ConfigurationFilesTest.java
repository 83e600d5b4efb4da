package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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
          Set.of(
              "generation.conf",
              "sentiment.conf",
              "translation.conf",
              "forecasting.conf",
              "spark-defaults.conf"),
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"generation", "sentiment", "translation", "forecasting"})
  void everyKeyIsAnOptionOfItsPipelineAndEveryValueOfItsKind(String task) {
    CommandCheck.requireTaken(
        List.of(task, "train", "--config", CONF.resolve(task + ".conf").toUri().toString()));
  }

  /** Spark gives the driver of its standalone cluster mode none of them. */
  @Test
  void sparksDefaultsOpenThePackagesThatTheTestsOpen() throws IOException {
    Pattern option = Pattern.compile("--add-opens=[^ <\\n]+");
    Function<String, Set<String>> options =
        text -> option.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    String pom = Files.readString(CommandCheck.DEPLOY.resolve("../pom.xml"));
    Properties defaults = new Properties();
    try (Reader file = Files.newBufferedReader(CONF.resolve("spark-defaults.conf"))) {
      defaults.load(file);
    }
    String driver = defaults.getProperty("spark.driver.extraJavaOptions");
    assertEquals(options.apply(pom), options.apply(driver));
    assertTrue(options.apply(pom).size() > 10, pom);
    assertTrue(driver.contains("--add-modules=jdk.incubator.vector"), driver);
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
