package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options in, one JSON object out, whatever happens between. No Spark is started. */
class JobRunnerTest {
  /** A job that ends as it is asked to. */
  @Command(description = "Ends.")
  static final class Ending implements Job {
    @Option(names = "--how")
    String how = "well";

    @Option(names = {"--optimizer-state", "--moments"})
    String state = "average";

    @Mixin CellOptions cells = new CellOptions(8, true);

    @Override
    public String task() {
      return "test";
    }

    @Override
    public String action() {
      return "end";
    }

    @Override
    public void requireValid() {
      if (how.equals("refused")) {
        throw new IllegalArgumentException("--how is refused");
      }
    }

    @Override
    public Map<String, Object> run(JobContext context) throws Exception {
      switch (how) {
        case "library" -> throw new IllegalArgumentException("of a library");
        case "memory" -> throw new OutOfMemoryError("Java heap space");
        case "linkage" -> throw new NoClassDefFoundError("org/other/Thing");
        case "deep" -> throw new StackOverflowError();
        case "data" -> throw JobException.badInput("row 3 is broken");
        default -> {
          Map<String, Object> keys = new LinkedHashMap<>();
          keys.put("zeta", state);
          keys.put("alpha", cells.bidirectional);
          keys.put("settings", context.settings().get("optimizer-state"));
          return keys;
        }
      }
    }
  }

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private JobRun run(String... arguments) {
    int status =
        new JobRunner(
                new Ending(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))
            .run(arguments);
    return new JobRun(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static List<String> keys(JobRun run) {
    List<String> keys = new ArrayList<>();
    run.json().fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--how=library", "--how=memory", "--how=linkage", "--how=deep", "--how=data",
        "--how=refused", "--hoow=x", "--how", "word", "--config=/no/such.conf"
      })
  void everyFailurePrintsOneObjectWithItsKeysInOrder(String argument) {
    JobRun run = run(argument);
    assertEquals(1, run.out().lines().count(), run.out());
    assertEquals(
        List.of("task", "action", "status", "exit", "error", "seconds"), keys(run), run.out());
    assertEquals(run.status(), run.json().path("exit").asInt());
    assertTrue(run.status() > 0);
    assertTrue(run.err().startsWith("recurrent: "), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @Test
  void anIllegalArgumentIsUsageOnlyWhereOptionsAreChecked() {
    assertEquals(2, run("--how=refused").status());
    assertEquals(1, run("--how=library").status());
  }

  @Test
  void keysOfAResultStayInTheJobsOrder() {
    assertEquals(
        List.of("task", "action", "status", "zeta", "alpha", "settings", "seconds"),
        keys(run().done()));
  }

  @Test
  void aFormerNameWorksAndIsSaidOnce() {
    JobRun run = run("--moments", "reset", "--moments", "reset").done();
    assertEquals("reset", run.json().path("zeta").asText());
    assertEquals("reset", run.json().path("settings").asText());
    assertEquals(
        "--moments is now called --optimizer-state; the next release will not take the old name",
        run.err().strip());
    assertEquals("reset", run("--moments=reset").done().json().path("zeta").asText());
    assertEquals("", run("--optimizer-state=reset").err().replace(run.err(), ""));
  }

  @Test
  void aFormerNameWorksInAConfigurationFile() throws Exception {
    Path file = Files.writeString(folder.resolve("x.conf"), "moments = reset\n");
    JobRun run = run("--config", file.toString()).done();
    assertEquals("reset", run.json().path("zeta").asText());
    assertTrue(run.err().contains("is now called --optimizer-state"), run.err());
  }

  @Test
  void aFormerNameIsSaidOnceInWhateverFormItIsGiven() {
    JobRun run = run("--moments=average", "--moments", "reset", "--moments=reset").done();
    assertEquals(1, run.err().lines().count(), run.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "how = null",
        "help = true",
        "config = \"other.conf\"",
        "how { x = 1 }",
        "hwo = x"
      })
  void aKeyThatWouldBeReadAsSomethingElseIsRefusedByItsName(String line) throws Exception {
    Path file = Files.writeString(folder.resolve("x.conf"), line + "\n");
    JobRun run = run("--config", file.toString());
    assertEquals(2, run.status(), run.out());
    assertTrue(run.err().contains('"' + line.split(" ")[0] + '"'), run.err());
  }

  @Test
  void anInterruptionIsPrintedByTheFirstWhoComesToSayIt() {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    ResultLine result = new ResultLine("test", "end", stream);
    assertTrue(result.interrupted(143, "interrupted"));
    assertFalse(result.interrupted(143, "interrupted"));
    assertEquals(1, out.toString(StandardCharsets.UTF_8).lines().count());
  }

  @Test
  void aConfigurationFileIsReadWithSparksHadoopSettings() {
    JobRun run =
        run(
            "--conf",
            "spark.hadoop.fs.nowhere.impl=org.example.NowhereFileSystem",
            "--config",
            "nowhere://bucket/x.conf");
    assertEquals(2, run.status());
    assertTrue(run.err().contains("NowhereFileSystem"), run.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hiddenSize is -3, expected at least 1 | --hidden-size is -3, expected at least 1",
        "hidden size is 0 | --hidden-size is 0",
        "--hidden-size is 0 | --hidden-size is 0",
        "layers is 0, dropout is 2.0 | --layers is 0, --dropout is 2.0",
        "dropout -0.1 is not a rate | --dropout -0.1 is not a rate",
        "cell is \"x\", expected lstm | --cell is \"x\", expected lstm",
        "the cell is of layers | the cell is of layers",
        "word dropout is 2 | word dropout is 2",
        "no /hidden-size/hidden-size.csv | no /hidden-size/hidden-size.csv",
        "key \"hidden-size\" of x | key \"hidden-size\" of x",
        "optimizer state is \"x\" | --optimizer-state is \"x\""
      })
  void aLibrarysNameOfAValueBecomesTheOptions(String message, String said) {
    CommandSpec command = CommandSpec.forAnnotatedObject(new Ending());
    assertEquals(said, OptionNames.in(message, command));
    assertEquals(said, OptionNames.in(said, command));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--bidirectional", "--bidirectional=true", "--bidirectional true", ""})
  void bidirectionalTakesAValueOrNone(String words) {
    String[] arguments = words.isEmpty() ? new String[0] : words.split(" ");
    assertTrue(run(arguments).done().json().path("alpha").asBoolean(), words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--no-bidirectional", "--bidirectional=false", "--bidirectional false"})
  void bidirectionalIsSwitchedOffByAValueOrItsNegation(String words) {
    assertEquals("false", run(words.split(" ")).done().json().path("alpha").asText(), words);
  }
}
