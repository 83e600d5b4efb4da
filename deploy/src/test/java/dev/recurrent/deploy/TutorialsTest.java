package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.job.CommonOptions;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobRegistry;
import dev.recurrent.spark.job.JobRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands of docs/tutorial-*.md: all beside the options that there are, some run. */
class TutorialsTest {
  private static final String PROGRAM = "scripts/recurrent ";
  private static final Path ROOT = CommandCheck.DEPLOY.resolve("..");

  /** A word, or words in quotes. */
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  @ParameterizedTest
  @ValueSource(strings = {"generation", "sentiment", "translation", "forecasting"})
  void everyCommandIsOneThatTheProgramTakes(String task) throws IOException {
    List<String> commands = commands(Files.readString(page(task)));
    assertTrue(commands.size() >= 3, commands.toString());
    for (String command : commands) {
      List<String> words = words(command);
      assertEquals(task, words.get(0), command);
      requireTaken(words);
      for (String word : words) {
        // What a tutorial reads is in the repository; what it writes is not.
        assertTrue(!word.startsWith("scripts/") || Files.exists(ROOT.resolve(word)), word);
      }
    }
  }

  @Test
  void everyCommandOfThePageOfTrackingIsOneThatTheProgramTakes() throws IOException {
    List<String> commands = commands(Files.readString(ROOT.resolve("docs/tracking.md")));
    assertEquals(3, commands.size(), commands.toString());
    commands.forEach(command -> requireTaken(words(command)));
  }

  /** As they stand there, but for one epoch of a smaller network and folders of the test. */
  @ParameterizedTest
  @ValueSource(strings = {"sentiment", "forecasting"})
  void theCommandsOfATutorialRunOneAfterAnother(String task, @TempDir Path folder)
      throws IOException {
    String page = Files.readString(page(task)).replaceAll("--epochs \\d+", "--epochs 1");
    SparkSession session =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.log.level", "ERROR")
            .config("spark.sql.shuffle.partitions", 2)
            .getOrCreate();
    for (String command : commands(page.replaceAll("--hidden-size \\d+", "--hidden-size 8"))) {
      List<String> words = words(command);
      Job job = JobRegistry.load().find(words.get(0), words.get(1)).orElseThrow();
      String[] options =
          words.subList(2, words.size()).stream()
              .map(word -> word.replaceFirst("^runs/", folder + "/"))
              .map(word -> word.startsWith("scripts/") ? ROOT.resolve(word).toString() : word)
              .toArray(String[]::new);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
      int status = new JobRunner(job, print, print).withSession(session).run(options);
      assertEquals(0, status, command + ": " + out.toString(StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "generation train --input a --output b --hiden-size 3",
        "generation train --input a --output b --epochs many",
        "generation train --input a",
        "generation train --input a --output b --dropout 2"
      })
  void aWrongCommandWouldBeSeen(String command) {
    assertThrows(RuntimeException.class, () -> requireTaken(words(command)));
  }

  @Test
  void commandsAreReadAsAShellReadsThem() {
    String page =
        "scripts/recurrent no block\n```\nscripts/recurrent a b --c 'd e' \\\n  --f \"g\"\n```\n";
    assertEquals(List.of("a b --c 'd e'    --f \"g\""), commands(page));
    assertEquals(List.of("a", "b", "--c", "d e", "--f", "g"), words(commands(page).get(0)));
  }

  private static Path page(String task) {
    return ROOT.resolve("docs/tutorial-" + task + ".md");
  }

  private static void requireTaken(List<String> words) {
    Job job = JobRegistry.load().find(words.get(0), words.get(1)).orElseThrow();
    CommandLine line = new CommandLine(job);
    line.addMixin("common", new CommonOptions());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.parseArgs(words.subList(2, words.size()).toArray(new String[0]));
    job.requireValid();
  }

  /** The commands in blocks of code, each on one line. */
  private static List<String> commands(String page) {
    List<String> commands = new ArrayList<>();
    boolean block = false;
    for (String line : page.replace("\\\n", " ").split("\n")) {
      if (line.startsWith("```")) {
        block = !block;
      } else if (block && line.startsWith(PROGRAM)) {
        commands.add(line.substring(PROGRAM.length()));
      }
    }
    return commands;
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      for (int group = 1; group <= 3; group++) {
        if (matcher.group(group) != null) {
          words.add(matcher.group(group));
        }
      }
    }
    return words;
  }
}
