package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The first words of a command. */
class RecurrentTest {
  @TempDir static Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return Recurrent.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String error() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aTaskWithoutActionsKeepsItsFirstOption() {
    assertEquals(2, run("selftest", "--colour", "green"));
    assertTrue(error().contains("unknown option --colour"), error());
  }

  @Test
  void aTaskAloneNamesItsActions() {
    assertEquals(2, run("generation"));
    assertEquals(
        "recurrent: generation needs an action, there are: generation train, generation evaluate,"
            + " generation sample, generation search",
        error().strip());
  }

  @Test
  void theBeginningOfACommandIsNearestToIt() {
    assertEquals(2, run("gener"));
    assertTrue(error().contains("nearest is \"generation train\""), error());
  }

  @Test
  void whatIsOfAnotherCommandIsSaidToBe() throws IOException {
    Path train = Files.writeString(folder.resolve("train.conf"), "hidden-size = 24\n");
    String[] forecast = {"forecasting", "forecast", "--model", "m", "--input", "t.csv"};
    assertEquals(2, run(with(forecast, "--config", train.toString())));
    assertTrue(
        error()
            .contains(
                "train.conf: key \"hidden-size\" belongs to forecasting train, generation train,"
                    + " sentiment train, ..., not to forecasting forecast; a model keeps what it"
                    + " was trained with; give each command its own file"),
        error());
    assertEquals(2, run(with(forecast, "--context-length", "12")));
    assertTrue(error().contains("--context-length belongs to forecasting train, not"), error());
    assertEquals(2, run(with(forecast, "--horizom", "12")));
    assertTrue(error().contains("unknown option --horizom; the nearest is --horizon"), error());
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void optionsOfEveryCommandMayStandBeforeItsWords() {
    assertEquals(2, run("--verbose", "--config", "/no/such.conf", "generation", "train"));
    assertTrue(error().contains("/no/such.conf cannot be read"), error());
    assertTrue(
        out.toString(StandardCharsets.UTF_8)
            .startsWith("{\"task\":\"generation\",\"action\":\"train\""));
    assertEquals(2, run("--master=local", "--verbose"));
    assertEquals(2, run("--config"));
  }

  /** Trials over other data could not be compared. */
  @ParameterizedTest
  @CsvSource({
    "generation, order-column",
    "generation, text-column",
    "generation, input-query",
    "sentiment, validation-input-table",
    "sentiment, test-input-query",
    "sentiment, no-header",
    "forecasting, input-snapshot",
    "forecasting, series-column"
  })
  void whatIsReadCannotBeSearched(String task, String option) {
    List<String> words =
        new ArrayList<>(List.of(task, "search", "--input-table", "lake.shop.rows"));
    words.addAll(List.of("--output", folder.resolve("search").toString(), "--rounds", "1"));
    words.addAll(
        switch (task) {
          case "generation" -> List.of("--text-column", "a", "--order-column", "b");
          case "sentiment" -> List.of("--text-column", "a", "--label-column", "b");
          default -> List.of("--time-column", "a", "--target-column", "b", "--horizon", "1");
        });
    words.addAll(List.of("--search", option + "=a|b"));
    assertEquals(2, run(words.toArray(new String[0])), error());
    assertTrue(
        error().contains("--search: --" + option + " cannot differ: trials could not be compared"),
        error());
  }

  /** A number that cannot be is said by its option's name, before anything is read. */
  @ParameterizedTest
  @MethodSource("numbers")
  void aNumberThatCannotBeIsRefusedByTheNameOfItsOption(String command, String option) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    String[] words = command.split(" ");
    Job job = JobRegistry.load().find(words[0], words.length > 1 ? words[1] : "").orElseThrow();
    CommandSpec spec = CommandSpec.forAnnotatedObject(job);
    for (String given : List.of("--model", "--input", "--output", "--source", "--target")) {
      boolean instead = given.equals("--input") && spec.findOption("--source") != null;
      if (spec.findOption(given) != null && !instead) {
        arguments.addAll(List.of(given, folder.resolve("none" + given).toString()));
      }
    }
    for (String column : List.of("--time-column", "--target-column", "--hierarchy")) {
      if (spec.findOption(column) != null && spec.findOption("--source") == null) {
        arguments.addAll(List.of(column, "x"));
      }
    }
    arguments.add(option + "=-3");
    assertEquals(2, run(arguments.toArray(new String[0])), error());
    assertTrue(error().contains(option + " ") || error().contains(option + ","), error());
    assertTrue(error().contains("-3"), error());
  }

  static Stream<Arguments> numbers() {
    JobRegistry jobs = JobRegistry.load();
    List<Arguments> all = new ArrayList<>();
    for (String command : jobs.names()) {
      String[] words = command.split(" ");
      Job job = jobs.find(words[0], words.length > 1 ? words[1] : "").orElseThrow();
      for (OptionSpec option : CommandSpec.forAnnotatedObject(job).options()) {
        Class<?> type = option.type();
        boolean number = type.isPrimitive() && type != boolean.class && type != char.class;
        // Any number is a seed.
        if (number && !option.longestName().equals("--seed")) {
          all.add(Arguments.of(command, option.names()[0]));
        }
      }
    }
    return all.stream();
  }

  @Test
  void anUnknownCommandNamesTheNearest() {
    assertEquals(2, run("generation", "trian"));
    assertTrue(error().contains("generation train"), error());
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("\"status\":\"failed\""));
  }
}
