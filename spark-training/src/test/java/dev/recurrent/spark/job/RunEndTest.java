package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.format.Json;
import dev.recurrent.format.Manifest;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.LockedFileSystem;
import dev.recurrent.spark.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No end of a run leaves "running" in run-status.json, or the next start corrects it. */
class RunEndTest {
  @TempDir Path folder;
  private final TrainingOptions options = new TrainingOptions();

  /** How a run is started that finds one there. */
  enum Start {
    PLAIN,
    RESUME
  }

  @BeforeEach
  void nameOutput() {
    options.output = folder.resolve("run").toString();
  }

  private static JobContext context() {
    return new JobContext("test", new CommonOptions(), EffectiveOptions.none(), Console.silent());
  }

  private Map<String, Object> train(ClaimedOutput.Training training) throws Exception {
    return ClaimedOutput.train(context(), options, training);
  }

  private JsonNode status() throws IOException {
    return new ObjectMapper().readTree(Files.readString(folder.resolve("run/run-status.json")));
  }

  /** What a run that began has written: a checkpoint that only its name says anything of. */
  private void begin() throws IOException {
    Path round = Files.createDirectories(folder.resolve("run/checkpoints/round-0000000003"));
    Files.write(round.resolve(Manifest.NAME), Manifest.of(9, List.of()).toBytes());
    Files.writeString(folder.resolve("run/run-status.json"), "{\"state\":\"running\",\"round\":3}");
  }

  /** A published model under a status of before. */
  private void publish() throws Exception {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rounds", 5);
    result.put("theta", "abc");
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("kind", "test");
    model.put("formatVersion", 1);
    model.put("config", Map.of());
    model.put("settings", Map.of());
    model.put("data", "");
    model.put("provenance", Map.of());
    model.put("result", result);
    try (RunDirectory run = RunDirectory.take(options.output, new Configuration())) {
      run.publish(Map.of("model.json", Json.document(model)));
      run.status("running", Map.of("round", 4));
    }
  }

  @ParameterizedTest
  @EnumSource(Start.class)
  void aRunKilledAfterItPublishedIsFinished(Start start) throws Exception {
    publish();
    options.resume = start == Start.RESUME;
    if (start == Start.RESUME) {
      assertEquals("abc", train(output -> Map.of()).get("theta"));
    } else {
      assertThrows(JobException.class, () -> train(output -> Map.of()));
    }
    assertEquals("finished", status().path("state").asText());
    assertEquals(5, status().path("round").asInt());
    assertEquals("abc", status().path("result").path("theta").asText());
  }

  @Test
  void aRunKilledInARoundIsNotRunning() throws Exception {
    begin();
    assertThrows(JobException.class, () -> train(output -> Map.of()));
    assertEquals("failed", status().path("state").asText());
    assertTrue(status().path("reason").asText().contains("killed"), status().toString());
    assertEquals(1, status().path("exit").asInt());
  }

  @Test
  void anErrorOfTheMachineIsAnEndToo() throws Exception {
    List<Throwable> ends =
        List.of(
            new OutOfMemoryError("Java heap space"),
            new StackOverflowError(),
            new NoClassDefFoundError("com/other/Report"),
            new IOException("No space left on device"));
    List<String> states = new ArrayList<>();
    options.overwrite = true;
    for (Throwable end : ends) {
      Throwable seen =
          assertThrows(
              Throwable.class,
              () ->
                  train(
                      output -> {
                        begin();
                        if (end instanceof Error error) {
                          throw error;
                        }
                        throw (Exception) end;
                      }));
      assertEquals(end, seen);
      states.add(status().path("state").asText() + " " + status().path("exit").asInt());
    }
    assertEquals(List.of("failed 2", "failed 1", "failed 2", "failed 1"), states);
  }

  @Test
  void aStatusThatCannotBeWrittenIsTakenAway() throws Exception {
    options.overwrite = true;
    assertThrows(
        IllegalStateException.class,
        () ->
            train(
                output -> {
                  begin();
                  // Nothing can be renamed to the name of a directory that is not empty.
                  Path status = folder.resolve("run/run-status.json");
                  Files.delete(status);
                  Files.createDirectories(status.resolve("blocked"));
                  throw new IllegalStateException("the report failed");
                }));
    assertFalse(Files.exists(folder.resolve("run/run-status.json")));
  }

  @Test
  void aModelThatMayNotBeReadIsNotAModelThatIsNotThere() throws Exception {
    publish();
    for (String name : List.of(Manifest.NAME, "model.json")) {
      Diagnosis diagnosis =
          Diagnosis.of(
              assertThrows(
                  Exception.class,
                  () ->
                      HadoopDirectory.at(options.output, LockedFileSystem.configuration(name))
                          .open()
                          .description()));
      assertEquals(ExitCode.USAGE, diagnosis.code(), diagnosis.message());
      assertTrue(diagnosis.message().startsWith("permission denied: "), diagnosis.message());
      assertTrue(diagnosis.message().endsWith("run/" + name), diagnosis.message());
    }
  }

  @Test
  void aRunThatIsStoppedBehindItsRoundsSaysHowToGoOn() throws Exception {
    Exception cancelled = new IllegalStateException("Job 7 cancelled");
    try (RunDirectory run = RunDirectory.take(options.output, new Configuration())) {
      assertEquals(cancelled, new RunEnd(context(), run).stopped(cancelled));
    }
    begin();
    try (RunDirectory run = RunDirectory.take(options.output, new Configuration())) {
      String said = Interruption.message(new RunEnd(context(), run).stopped(cancelled));
      assertTrue(said.startsWith("interrupted after round 3; the checkpoint of it is in"), said);
      assertTrue(said.endsWith("continue with --resume"), said);
    }
  }
}
