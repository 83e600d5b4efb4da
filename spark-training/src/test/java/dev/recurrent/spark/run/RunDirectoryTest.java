package dev.recurrent.spark.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.spark.Averaged;
import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.AveragingStrategy;
import dev.recurrent.spark.LineModel;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.RowBatch;
import dev.recurrent.spark.RunState;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.train.Adam;
import dev.recurrent.train.PlateauTracker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  private static final LineModel MODEL = new LineModel(300);
  private static final List<String> FILES = List.of("model.json");

  @TempDir Path folder;

  private static Checkpoint checkpoint(long round) {
    RunState state = RunState.start(MODEL, Adam.defaults(), 2, round);
    state.round = round;
    state.training.step = 3 * round;
    state.training.momentSteps = 7;
    state.training.moments[5] = 0.25f;
    state.velocity[4] = -1.5f;
    state.carries.set(1, new float[] {1, 2, 3});
    state.rateFactor = 0.5f;
    state.plateau = new PlateauTracker(1.25, 2, 0.5f);
    return new Checkpoint(
        state,
        new Checkpoint.Best(best()),
        List.of(),
        Map.of("model.json", ("{\"round\": " + round + "}").getBytes(StandardCharsets.UTF_8)));
  }

  private static float[] best() {
    return Arrays.copyOf(new float[] {9f}, MODEL.layout().size());
  }

  private RunDirectory take() throws Exception {
    return RunDirectory.take(folder.resolve("run").toString(), new Configuration());
  }

  private Checkpoint restore(RunDirectory run) throws IOException {
    return run.restore(MODEL.layout(), Adam.defaults(), 2, FILES);
  }

  private List<Path> checkpoints() throws IOException {
    try (Stream<Path> names = Files.list(folder.resolve("run/checkpoints"))) {
      return names.sorted().toList();
    }
  }

  @Test
  void aCheckpointComesBackAsItWas() throws Exception {
    try (RunDirectory run = take()) {
      Checkpoint saved = checkpoint(12);
      run.save(saved, MODEL.layout());
      Checkpoint read = restore(run);
      assertArrayEquals(saved.state().training.parameters, read.state().training.parameters);
      assertArrayEquals(saved.state().training.moments, read.state().training.moments);
      assertArrayEquals(saved.state().velocity, read.state().velocity);
      assertArrayEquals(saved.state().carries.toArray(), read.state().carries.toArray());
      assertArrayEquals(best(), read.best().parameters);
      assertEquals(saved.state().plateau, read.state().plateau);
      assertEquals(12, read.state().round);
      assertEquals(36, read.state().training.step);
      assertEquals(7, read.state().training.momentSteps);
      assertEquals(0.5f, read.state().rateFactor);
      assertArrayEquals(saved.files().get("model.json"), read.files().get("model.json"));
    }
  }

  @Test
  void theNewestTwoAreKept() throws Exception {
    try (RunDirectory run = take()) {
      for (long round : new long[] {9, 10, 11, 100}) {
        run.save(checkpoint(round), MODEL.layout());
      }
      assertEquals(2, checkpoints().size());
      assertEquals(100, restore(run).state().round);
    }
  }

  @Test
  void aDamagedCheckpointIsPassedOverForTheOneBefore() throws Exception {
    try (RunDirectory run = take()) {
      run.save(checkpoint(1), MODEL.layout());
      run.save(checkpoint(2), MODEL.layout());
      Path newest = checkpoints().get(1);
      for (String name : List.of("parameters.safetensors", "training-state.safetensors")) {
        byte[] good = Files.readAllBytes(newest.resolve(name));
        for (int at = 0; at < good.length; at += 97) {
          byte[] bad = good.clone();
          bad[at] ^= 4;
          Files.write(newest.resolve(name), bad);
          assertEquals(1, restore(run).state().round);
        }
        Files.write(newest.resolve(name), java.util.Arrays.copyOf(good, good.length / 2));
        assertEquals(1, restore(run).state().round);
        Files.write(newest.resolve(name), good);
      }
      assertEquals(2, restore(run).state().round);
      Files.delete(newest.resolve("manifest.json"));
      assertEquals(1, restore(run).state().round);
    }
  }

  @Test
  void withoutAnyThatHoldsThereIsNoFreshStart() throws Exception {
    try (RunDirectory run = take()) {
      run.save(checkpoint(1), MODEL.layout());
      Files.write(checkpoints().get(0).resolve("parameters.safetensors"), new byte[3]);
      UnusableModelException e = assertThrows(UnusableModelException.class, () -> restore(run));
      assertTrue(e.getMessage().contains("no usable checkpoint"), e.getMessage());
      assertTrue(e.getMessage().contains("has 3 bytes, the manifest says"), e.getMessage());
    }
  }

  @Test
  void aSecondRunIsRefusedWhileTheFirstLives() throws Exception {
    try (RunDirectory first = take()) {
      assertFalse(first.finished());
      DirectoryInUseException e = assertThrows(DirectoryInUseException.class, this::take);
      assertTrue(
          e.getMessage().contains("process " + ProcessHandle.current().pid()), e.getMessage());
    }
    try (RunDirectory second = take()) {
      assertFalse(second.begun());
    }
  }

  @Test
  void theLockOfADeadProcessIsTakenOver() throws Exception {
    Files.createDirectories(folder.resolve("run"));
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    String host = java.net.InetAddress.getLocalHost().getHostName();
    Files.writeString(
        folder.resolve("run/run.lock"),
        "{\"host\": \"" + host + "\", \"pid\": " + gone.pid() + ", \"started\": 1, \"beat\": 3}");
    try (RunDirectory run = take()) {
      assertFalse(run.finished());
    }
    assertFalse(Files.exists(folder.resolve("run/run.lock")));
  }

  @Test
  void aFullDiskLeavesTheOldCheckpointAndNothingHalfWritten() throws Exception {
    try (RunDirectory run = take()) {
      run.save(checkpoint(1), MODEL.layout());
    }
    String path = "full://" + folder.resolve("run");
    try (RunDirectory run = RunDirectory.take(path, FullFileSystem.configuration(700))) {
      IOException e =
          assertThrows(IOException.class, () -> run.save(checkpoint(2), MODEL.layout()));
      assertTrue(e.getMessage().startsWith("cannot write full:/"), e.getMessage());
      assertTrue(e.getMessage().endsWith(": No space left on device"), e.getMessage());
    }
    try (RunDirectory run = take()) {
      assertEquals(1, restore(run).state().round);
      run.save(checkpoint(2), MODEL.layout());
      assertEquals(2, restore(run).state().round);
    }
  }

  @Test
  void whatAKilledWriteLeftIsSwept() throws Exception {
    Path left = folder.resolve("run/checkpoints/.round-0000000003-" + java.util.UUID.randomUUID());
    Files.createDirectories(left);
    try (RunDirectory run = take()) {
      assertFalse(Files.exists(left));
      assertFalse(run.begun());
    }
  }

  @Test
  void aPublishedModelIsReadableAndItsCheckpointsAreGone() throws Exception {
    try (RunDirectory run = take()) {
      run.save(checkpoint(1), MODEL.layout());
      run.publish(Map.of("model.json", "{}".getBytes(StandardCharsets.UTF_8)));
      assertTrue(run.finished());
      assertFalse(run.begun());
      assertEquals("{}", new String(run.model().file("model.json"), StandardCharsets.UTF_8));
      Files.writeString(folder.resolve("run/model.json"), "{ }");
      assertThrows(UnusableModelException.class, () -> run.model().file("model.json"));
    }
  }

  @Test
  void aFinishedModelStaysUntilAnotherIsPublished() throws Exception {
    try (RunDirectory run = take()) {
      run.publish(Map.of("model.json", "{}".getBytes(StandardCharsets.UTF_8)));
      run.clear();
      run.save(checkpoint(1), MODEL.layout());
      assertEquals("{}", new String(run.model().file("model.json"), StandardCharsets.UTF_8));
      run.publish(Map.of("model.json", "[]".getBytes(StandardCharsets.UTF_8)));
      assertEquals("[]", new String(run.model().file("model.json"), StandardCharsets.UTF_8));
    }
  }

  @Test
  void aDirectoryThatNothingWasWrittenToGoes() throws Exception {
    try (RunDirectory run = take()) {
      assertTrue(Files.exists(folder.resolve("run")));
    }
    assertFalse(Files.exists(folder.resolve("run")));
  }

  private TrainingResult train(RunDirectory run, Checkpoint begin, long rounds) throws IOException {
    AveragingConfig averaging =
        AveragingConfig.of(2, 3, AveragingStrategy.of("outer-nesterov", 2, 40))
            .withMoments(AveragingConfig.Moments.AVERAGE);
    TrainingRun.Settings settings =
        new TrainingRun.Settings(
            dev.recurrent.train.TrainingConfig.defaults(),
            averaging,
            new RunLimits(rounds, 0, 0, 0, 4));
    ShardedData<RowBatch> data = Averaged.data(TestSpark.context(), Averaged.equalShards(2, 4));
    TrainingRun<RowBatch> training =
        new TrainingRun<>(TestSpark.context(), MODEL, settings, data, data.partitions());
    List<Long> heard = new ArrayList<>();
    TrainingResult result =
        training.run(
            begin,
            run,
            new ProgressListener() {
              @Override
              public void round(RoundReport report, Double score, Double best) {
                heard.add(report.round());
              }
            });
    assertEquals(result.rounds - begin.reports().size(), heard.size());
    return result;
  }

  private static Checkpoint fresh() {
    return new Checkpoint(
        RunState.start(MODEL, Adam.defaults(), 2, 1),
        new Checkpoint.Best(null),
        new ArrayList<>(),
        Map.of("model.json", "{}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aRunResumedFromACheckpointEqualsOneThatNeverStopped() throws Exception {
    try (RunDirectory run = take()) {
      TrainingResult whole = train(run, fresh(), 12);
      run.clear();
      train(run, fresh(), 5);
      Checkpoint middle = restore(run);
      assertEquals(5, middle.state().round);
      assertEquals(5, middle.reports().size());
      TrainingResult resumed = train(run, middle, 12);
      assertEquals(
          whole.reports.get(whole.reports.size() - 1).theta(),
          resumed.reports.get(resumed.reports.size() - 1).theta());
      assertEquals(whole.reports.size(), resumed.reports.size());
      assertEquals(whole.reports.get(11).theta(), resumed.reports.get(11).theta());
    }
  }

  @Test
  void theBestParametersByValidationAreTheResult() throws Exception {
    try (RunDirectory run = take()) {
      TrainingResult result = train(run, fresh(), 12);
      double least =
          result.reports.stream()
              .filter(r -> r.validation() != null)
              .mapToDouble(RoundReport::validation)
              .min()
              .orElseThrow();
      assertEquals(least, result.validationLoss);
      assertEquals(TrainingRun.End.ROUNDS, result.end);
    }
  }
}
