package dev.recurrent.nlp.generation.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.testing.Jobs;
import dev.recurrent.spark.tracking.FakeMlflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that stopped after a round and were not published. */
class ResumedRunTest {
  /** Minutes: more than it takes to begin, less than any round takes. */
  private static final String ALMOST_NONE = "3e-5";

  @TempDir Path folder;
  private Path text;
  private Path output;

  @BeforeEach
  void writeText() throws IOException {
    text = Files.writeString(folder.resolve("text.txt"), Jobs.text(40));
    output = folder.resolve("out");
  }

  private static String[] with(List<String> options, String... more) {
    return Stream.concat(options.stream(), Stream.of(more)).toArray(String[]::new);
  }

  /** Ends a run after its first round: no time is left, and the report cannot be written. */
  private void stopAfterOneRound(List<String> options) throws IOException {
    Path blocked = Files.createDirectories(output.resolve("report.html/blocked"));
    Jobs.Outcome stopped = Jobs.train(text, output, with(options, "--max-minutes", ALMOST_NONE));
    assertEquals(1, stopped.status(), stopped.err());
    Files.delete(blocked);
    Files.delete(output.resolve("report.html"));
    assertFalse(Files.exists(output.resolve("manifest.json")));
    assertTrue(Files.exists(output.resolve("checkpoints/round-0000000001/manifest.json")));
  }

  @ParameterizedTest
  @CsvSource({
    "sync,adam,reset,plain,0",
    "outer-nesterov,adam,average,regularised,6",
    "diloco,sgd,reset,plain,0"
  })
  void aStoppedRunGoesOnToTheSameTheta(
      String strategy, String optimizer, String moments, String preset, String samples)
      throws IOException {
    List<String> options =
        List.of(
            "--rounds",
            "6",
            "--evaluate-every",
            "1",
            "--strategy",
            strategy,
            "--optimizer",
            optimizer,
            "--optimizer-state",
            moments,
            "--preset",
            preset,
            "--sampled-softmax",
            samples,
            "--dropout",
            "0.2");
    Jobs.Outcome whole = Jobs.train(text, folder.resolve("whole"), with(options)).done();
    stopAfterOneRound(options);
    Jobs.Outcome resumed = Jobs.train(text, output, with(options, "--resume")).done();
    assertEquals(whole.theta(), resumed.theta());
    assertEquals(6, resumed.json().path("rounds").asInt());
    for (String key : List.of("train_loss", "validation", "epochs", "ended_by")) {
      assertEquals(whole.json().path(key), resumed.json().path(key), key);
    }
    assertEquals(6, Files.readAllLines(output.resolve("metrics.jsonl")).size());
    assertFalse(Files.exists(output.resolve("checkpoints")));
  }

  /** Rows of a sampled softmax are drawn seldom, so Adam remembers for longer. */
  @Test
  void aSampledSoftmaxDecidesBeta2WhereItIsNotGiven() throws IOException {
    String[] sampled = {"--tokens", "word", "--sampled-softmax", "4"};
    Jobs.Outcome chosen = Jobs.train(text, folder.resolve("chosen"), sampled).done();
    Jobs.Outcome given =
        Jobs.train(text, folder.resolve("given"), with(List.of(sampled), "--beta2", "0.999"))
            .done();
    Jobs.Outcome other =
        Jobs.train(text, folder.resolve("other"), with(List.of(sampled), "--beta2", "0.99")).done();
    assertEquals(given.theta(), chosen.theta());
    assertNotEquals(other.theta(), chosen.theta());
    // A run that began with another rate keeps it.
    List<String> begun = List.of(with(List.of(sampled), "--beta2", "0.99"));
    stopAfterOneRound(begun);
    Jobs.Outcome resumed = Jobs.train(text, output, with(List.of(sampled), "--resume")).done();
    assertEquals(other.theta(), resumed.theta());
  }

  @Test
  void minutesAloneAreAnEnd() {
    Jobs.Outcome run =
        Jobs.train(text, output, "--epochs", "0", "--rounds", "0", "--max-minutes", "0.02").done();
    assertTrue(run.json().path("rounds").asInt() > 0, run.out());
  }

  @Test
  void aRunGoesOnWithItsOwnEpochsWhereNoneAreGiven() throws IOException {
    List<String> more = List.of("--rounds", "0");
    String[] begun = {"--rounds", "0", "--epochs", "3"};
    Jobs.Outcome whole = Jobs.train(text, folder.resolve("whole"), begun).done();
    stopAfterOneRound(List.of(begun));
    Jobs.Outcome other = Jobs.train(text, output, with(more, "--resume", "--epochs", "4"));
    assertEquals(2, other.status(), other.err());
    assertTrue(other.err().contains("--epochs 3, now it is 4"), other.err());
    Jobs.Outcome resumed = Jobs.train(text, output, with(more, "--resume")).done();
    assertEquals(whole.theta(), resumed.theta());
    assertEquals(3, resumed.json().path("epochs").asInt());
  }

  /** Names of the files for TensorBoard. */
  private List<String> eventFiles() throws IOException {
    try (Stream<Path> files = Files.list(output.resolve("tensorboard"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aRunThatGoesOnHasItsReportItsEventFilesAndItsPlaceOnTheServer() throws IOException {
    try (FakeMlflow server = new FakeMlflow()) {
      stopAndGoOn(server);
      assertEquals(List.of(), server.errors, "requests that MLflow refuses");
      assertEquals(List.of("FAILED", "RUNNING", "FINISHED"), server.statuses);
      assertEquals(1, server.runs);
      assertEquals("3", server.parameters.get("rounds"));
      assertEquals(
          "http://***@127.0.0.1:" + server.address().replaceFirst(".*:", ""),
          server.parameters.get("mlflow"));
      for (int round = 1; round <= 3; round++) {
        assertTrue(server.metrics.containsKey("loss/training@" + round), "round " + round);
      }
      assertTrue(server.metrics.containsKey("result/nats_per_char@3"), server.metrics::toString);
      assertEquals(
          Set.of("r1/artifacts/report.html", "r1/artifacts/model.json"), server.artifacts.keySet());
      assertEquals("language-model", server.tags.get("recurrent.kind"));
      List<String> versions = Map.copyOf(server.models).get("letters");
      assertEquals(1, versions.size(), versions.toString());
      assertTrue(
          versions.get(0).matches("mlflow-artifacts:/7/r1/artifacts of file:.*@champion"),
          versions.get(0));
    }
  }

  private void stopAndGoOn(FakeMlflow server) throws IOException {
    String address = server.address().replace("http://", "http://me:secret@");
    Path blocked = Files.createDirectories(output.resolve("metrics.jsonl/blocked"));
    List<String> options =
        new ArrayList<>(List.of("--rounds", "3", "--evaluate-every", "1", "--mlflow", address));
    options.addAll(List.of("--publish", folder.resolve("letters").toString()));
    Jobs.Outcome stopped = Jobs.train(text, output, with(options, "--max-minutes", ALMOST_NONE));
    assertEquals(1, stopped.status(), stopped.err());
    assertFalse(stopped.err().contains("secret"), stopped.err());
    String report = Files.readString(output.resolve("report.html"));
    assertTrue(report.contains("not finished"), "the report of a run under way");
    assertEquals(List.of("events.out.tfevents.0000000001.recurrent"), eventFiles());
    Files.delete(blocked);
    Files.delete(output.resolve("metrics.jsonl"));
    // A file of a later round is of a checkpoint that is lost.
    Files.createFile(output.resolve("tensorboard/events.out.tfevents.0000000002.recurrent"));
    Jobs.train(text, output, with(options, "--resume")).done();
    assertEquals(
        List.of(
            "events.out.tfevents.0000000001.recurrent", "events.out.tfevents.0000000003.recurrent"),
        eventFiles());
    assertFalse(Files.readString(output.resolve("report.html")).contains("not finished"));
    options = List.of("--rounds", "1", "--overwrite", "--tensorboard", "false", "--mlflow", "off");
    Jobs.train(text, output, with(options)).done();
    assertEquals(List.of(), eventFiles());
  }

  @Test
  void oneShardTrainsAsOneMachineDoesHoweverItIsCutIntoRounds() {
    Jobs.Outcome few =
        Jobs.train(text, folder.resolve("few"), cut("--rounds", "2", "--local-steps", "4")).done();
    Jobs.Outcome many =
        Jobs.train(text, folder.resolve("many"), cut("--rounds", "4", "--local-steps", "2")).done();
    assertEquals(few.theta(), many.theta());
  }

  private static String[] cut(String... options) {
    return with(List.of("--shards", "1", "--preset", "plain"), options);
  }

  @Test
  void aRunThatDidNotFinishIsNeitherForgottenNorMixedUp() throws IOException {
    List<String> options = List.of("--rounds", "3");
    stopAfterOneRound(options);
    Jobs.Outcome unasked = Jobs.train(text, output, with(options));
    assertEquals(2, unasked.status());
    assertTrue(unasked.err().contains("give --resume or --overwrite"), unasked.err());
    Jobs.Outcome changed =
        Jobs.train(text, output, with(options, "--resume", "--learning-rate", "0.1"));
    assertEquals(2, changed.status());
    assertTrue(changed.err().contains("had --learning-rate 0.003, now it is 0.1"), changed.err());
    Path other = Files.writeString(folder.resolve("other.txt"), Jobs.text(41));
    Jobs.Outcome otherText = Jobs.train(other, output, with(options, "--resume"));
    assertEquals(2, otherText.status());
    assertTrue(otherText.err().contains("input is not what the run began with"), otherText.err());
    Jobs.train(text, output, with(options, "--resume")).done();
  }

  @Test
  void aRetrainingRunGoesOnToTheSameTheta() throws IOException {
    Path first = folder.resolve("first");
    Jobs.train(text, first, "--hidden-size", "6").done();
    List<String> options =
        List.of(
            "--rounds",
            "4",
            "--evaluate-every",
            "1",
            "--seed",
            "5",
            "--init-from",
            first.toString());
    Jobs.Outcome whole = Jobs.train(text, folder.resolve("whole"), with(options)).done();
    stopAfterOneRound(options);
    Jobs.Outcome resumed = Jobs.train(text, output, with(options, "--resume")).done();
    assertEquals(whole.theta(), resumed.theta());
  }

  @Test
  void withoutACheckpointThatHoldsThereIsNoFreshStart() throws IOException {
    List<String> options = List.of("--rounds", "3");
    stopAfterOneRound(options);
    for (String round : List.of("round-0000000000", "round-0000000001")) {
      Path file = output.resolve("checkpoints").resolve(round).resolve("parameters.safetensors");
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1] ^= 1;
      Files.write(file, bytes);
    }
    Jobs.Outcome run = Jobs.train(text, output, with(options, "--resume"));
    assertEquals(5, run.status(), run.err());
    assertTrue(run.err().contains("altered"), run.err());
    Jobs.train(text, output, with(options, "--overwrite")).done();
  }
}
