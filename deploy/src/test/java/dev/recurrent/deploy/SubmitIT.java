package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.math.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The promise that results do not depend on luck, with the real jar, real spark-submit, real
 * executors and real kills. Each test starts processes of its own: two tests run at a time.
 */
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubmitIT {
  private static final String LOCAL_CLUSTER = "local-cluster[2,1,1024]";

  @TempDir static Path folder;
  private Path text;
  private Submitted one;
  private String expected = "";

  @BeforeAll
  void trainOnOneCore() throws Exception {
    text = folder.resolve("text.txt");
    StringBuilder story = new StringBuilder();
    String[] who = {"The miller", "A fox", "Her brother", "The old clock", "Nobody"};
    String[] what = {" walked to", " looked at", " forgot", " sang about", " counted"};
    String[] where = {" the river.\n", " the seven hills.\n", " a loaf of bread.\n", " rain.\n"};
    for (int i = 0; i < 700; i++) {
      story.append(who[(int) Math.floorMod(Seed.of(1, i), 5L)]);
      story.append(what[(int) Math.floorMod(Seed.of(2, i), 5L)]);
      story.append(where[(int) Math.floorMod(Seed.of(3, i), 4L)]);
    }
    Files.writeString(text, story);
    one = train("one", "local[1]");
    expected = theta(one);
  }

  private Submitted train(String name, String master, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "generation",
                "train",
                "--master",
                master,
                "--input",
                text.toString(),
                "--output",
                folder.resolve(name).toString(),
                "--cell",
                "gru",
                "--hidden-size",
                "48",
                "--embedding-size",
                "16",
                "--dropout",
                "0.2",
                "--batch-size",
                "4",
                "--sequence-length",
                "20",
                "--shards",
                "3",
                "--local-steps",
                "7",
                "--epochs",
                "2",
                "--seed",
                "5"));
    arguments.addAll(Arrays.asList(more));
    return Submitted.start(folder, arguments.toArray(new String[0]));
  }

  private static String theta(Submitted run) throws Exception {
    return run.result().path("theta").asText();
  }

  @Test
  void twoTasksAndKryoGiveTheSameBits() throws Exception {
    assertEquals(
        expected,
        theta(
            train(
                "kryo",
                "local[2]",
                "--conf",
                "spark.serializer=org.apache.spark.serializer.KryoSerializer")));
  }

  /** Two executors train the rounds before, one the rounds until there is another. */
  @Test
  void anExecutorKilledInTheMiddleOfARoundChangesNothing() throws Exception {
    Submitted run = train("killed-executor", LOCAL_CLUSTER);
    run.awaitRounds(2);
    assertTrue(run.killOne(line -> line.contains("CoarseGrainedExecutorBackend")), run.log());
    assertEquals(expected, theta(run));
  }

  @Test
  void aRunKilledAndResumedGivesTheSameBits() throws Exception {
    Submitted first = train("killed", "local[2]", "--conf", "spark.recurrent.checkpointSeconds=0");
    first.awaitRounds(4);
    first.kill();
    assertFalse(Files.exists(folder.resolve("killed/manifest.json")));
    Submitted second = train("killed", "local[2]", "--resume");
    assertEquals(expected, theta(second));
    assertTrue(second.log().contains("resuming after round"), second.log());
  }

  /** SIGINT goes the same way, but a build in the background ignores it, and so would the run. */
  @Test
  void aSignalLeavesACheckpointAndItsOwnStatus() throws Exception {
    String name = "signalled";
    Submitted first =
        train(name, "local[2]", "--conf", "spark.recurrent.checkpointSeconds=1000000");
    first.awaitRounds(4);
    first.signal("TERM");
    assertEquals(143, first.status(), first.log());
    JsonNode end = first.lastLine();
    assertEquals("interrupted", end.path("status").asText());
    assertEquals(143, end.path("exit").asInt());
    assertTrue(end.path("error").asText().contains("continue with --resume"), first.log());
    assertFalse(first.log().contains("\tat "), first.log());
    assertTrue(Files.readString(folder.resolve(name + "/run-status.json")).contains("interrupted"));
    Submitted second = train(name, "local[2]", "--resume");
    assertEquals(expected, theta(second));
    assertTrue(second.log().matches("(?s).*resuming after round \\d+.*"), second.log());
  }

  @Test
  void knownWarningsAreNotShown() throws Exception {
    assertFalse(one.log().contains("WARN"), one.log());
  }

  @Test
  void aBadMasterIsUsageAndOneObject() throws Exception {
    for (String master : List.of("foo", "local[x]")) {
      Submitted run = train("master", master);
      assertEquals(2, run.status(), run.log());
      assertEquals(2, run.lastLine().path("exit").asInt());
      assertTrue(run.lastLine().path("error").asText().contains("--master"), run.log());
    }
  }

  @Test
  void theSelfTestPasses() throws Exception {
    Submitted run = Submitted.start(folder, "selftest", "--master", "local[2]");
    run.result().path("checks").forEach(check -> assertTrue(check.path("passed").asBoolean()));
  }

  @Test
  void theModelWritesAndSummarises() throws Exception {
    String model = folder.resolve("one").toString();
    Submitted sample =
        Submitted.start(
            folder, "generation", "sample", "--model", model, "--prompt", "The ", "--length", "60");
    assertEquals(60, sample.result().path("text").asText().length());
    Submitted summary = Submitted.start(folder, "model", "summary", "--model", model);
    assertTrue(summary.result().path("parameters").asInt() > 10_000);
  }

  @Test
  void aMisspeltOptionNamesTheNearest() throws Exception {
    Submitted run = train("misspelt", "local[1]", "--hiden-size", "3");
    assertEquals(2, run.status());
    assertTrue(run.log().contains("unknown option --hiden-size; the nearest is --hidden-size"));
    assertFalse(Files.exists(folder.resolve("misspelt")));
  }
}
