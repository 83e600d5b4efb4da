package dev.recurrent.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.train.Adam;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class RunLockTest {
  private static final long BEAT_MILLIS = 40;
  private static final Checkpoints SMALL = new Checkpoints(6);

  @TempDir Path folder;

  private Path file(String name) {
    return folder.resolve("run").resolve(name);
  }

  private RunDirectory take() throws Exception {
    return RunDirectory.take(folder.resolve("run").toString(), new Configuration(), BEAT_MILLIS);
  }

  private static String lockOf(String host, long generation) {
    return "{\"token\":\"%s\",\"host\":\"%s\",\"pid\":7,\"started\":1,\"beat\":3,\"generation\":%d}"
        .formatted(UUID.randomUUID(), host, generation);
  }

  /** What a run that took this one for dead does first. */
  private void takenByAnother() throws IOException {
    Files.writeString(file("run.lock"), lockOf("elsewhere", 9));
  }

  /** All but what the lock is written aside as, which comes and goes with its beat. */
  private List<String> names() {
    List<String> names = new ArrayList<>();
    collect(folder.resolve("run").toFile(), names);
    names.sort(String::compareTo);
    return names;
  }

  private static void collect(File directory, List<String> names) {
    for (File file : Objects.requireNonNullElse(directory.listFiles(), new File[0])) {
      if (file.isDirectory()) {
        collect(file, names);
      } else if (!file.getName().startsWith(".run.lock")) {
        names.add(file.getName());
      }
    }
  }

  private static boolean beats() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(t -> t.getName().equals("run-lock"));
  }

  @Test
  void aRunThatWasPausedForLongerThanItsLeaseWritesNothingMore() throws Exception {
    RunDirectory paused = take();
    paused.save(SMALL.checkpoint(1), SMALL.layout());
    takenByAnother();
    List<String> before = names();
    List<Callable<Object>> writes =
        List.of(
            () -> {
              paused.save(SMALL.checkpoint(2), SMALL.layout());
              return null;
            },
            () -> {
              paused.status("running", Map.of());
              return null;
            },
            () -> {
              paused.publish(Map.of("model.json", new byte[] {1}));
              return null;
            },
            () -> {
              paused.write("samples.json", new byte[] {1});
              return null;
            },
            () -> {
              paused.clear();
              return null;
            });
    for (Callable<Object> write : writes) {
      String message = assertThrows(DirectoryInUseException.class, write::call).getMessage();
      assertTrue(message.contains("its lock is that of process 7 on elsewhere"), message);
    }
    assertEquals(before, names());
    paused.close();
    assertTrue(Files.readString(file("run.lock")).contains("elsewhere"), "the other's lock stays");
  }

  @Test
  void aHeartThatBeatsAgainAfterAPauseLeavesTheNewOwnersLock() throws Exception {
    try (RunDirectory paused = take()) {
      assertFalse(paused.finished());
      takenByAnother();
      String other = Files.readString(file("run.lock"));
      Thread.sleep(5 * BEAT_MILLIS);
      assertEquals(other, Files.readString(file("run.lock")));
    }
  }

  @Test
  void aLockThatIsGoneEndsItsRun() throws Exception {
    RunDirectory run = take();
    Files.delete(file("run.lock"));
    String message =
        assertThrows(DirectoryInUseException.class, () -> run.status("running", Map.of()))
            .getMessage();
    assertTrue(message.contains("its lock is gone"), message);
    run.close();
  }

  @Test
  void theBeatGrowsWhileTheRunLivesAndEndsWithIt() throws Exception {
    for (int i = 0; i < 20; i++) {
      RunDirectory run = take();
      run.write("samples.json", new byte[] {1});
      Thread.sleep(i % 5 * BEAT_MILLIS / 3);
      run.close();
      assertEquals(List.of("samples.json"), names());
      assertFalse(beats());
    }
    try (RunDirectory run = take()) {
      run.write("samples.json", new byte[] {2});
      String first = Files.readString(file("run.lock"));
      Thread.sleep(5 * BEAT_MILLIS);
      assertFalse(first.equals(Files.readString(file("run.lock"))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"token\":\"x\"}", "null", "\u0000\u0000"})
  void aHalfWrittenLockIsAStaleOne(String content) throws Exception {
    Files.createDirectories(folder.resolve("run"));
    Files.writeString(file("run.lock"), content);
    try (RunDirectory run = take()) {
      assertFalse(run.finished());
    }
    assertFalse(Files.exists(file("run.lock")));
  }

  @Test
  void aLockElsewhereIsStaleWhenItsBeatStandsStill() throws Exception {
    Files.createDirectories(folder.resolve("run"));
    Files.writeString(file("run.lock"), lockOf("elsewhere", 4));
    try (RunDirectory run = take()) {
      run.save(SMALL.checkpoint(1), SMALL.layout());
      String manifest = Files.readString(file("checkpoints/round-0000000001/manifest.json"));
      assertTrue(manifest.contains("\"generation\" : 5"), manifest);
    }
  }

  @Test
  void ofManyThatWaitForAStaleLockOneGetsIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (int attempt = 0; attempt < 5; attempt++) {
      Files.createDirectories(folder.resolve("run"));
      Files.writeString(file("run.lock"), lockOf("elsewhere", 1));
      // One of them died in the middle of taking it over.
      String stale = Files.readString(file("run.lock")).substring(10, 46);
      Files.writeString(file(".run.lock-claim-" + stale), lockOf("elsewhere", 1));
      List<Future<RunDirectory>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(threads.submit(this::take));
      }
      List<RunDirectory> owners = new ArrayList<>();
      for (Future<RunDirectory> one : all) {
        try {
          owners.add(one.get());
        } catch (java.util.concurrent.ExecutionException e) {
          assertTrue(e.getCause() instanceof DirectoryInUseException, e.toString());
        }
      }
      assertEquals(1, owners.size());
      assertFalse(Files.exists(file(".run.lock-claim-" + stale)));
      owners.get(0).write("samples.json", new byte[] {1});
      owners.get(0).close();
      assertEquals(List.of("samples.json"), names());
    }
    threads.shutdown();
  }

  @Test
  void whatALateWriterOfAnEarlierGenerationPutsThereIsNotSeen() throws Exception {
    try (RunDirectory first = take()) {
      first.save(SMALL.checkpoint(7), SMALL.layout());
    }
    Path late = folder.resolve("late");
    Files.move(file("checkpoints/round-0000000007"), late);
    Files.writeString(file("run.lock"), lockOf("elsewhere", 1));
    try (RunDirectory second = take()) {
      second.save(SMALL.checkpoint(6), SMALL.layout());
    }
    try (RunDirectory third = take()) {
      Files.move(late, file("checkpoints/round-0000000007"));
      assertEquals(6, round(third), "the first one's round 7 is older than the second's round 6");
      third.clear();
      third.save(SMALL.checkpoint(0), SMALL.layout());
      assertEquals(0, round(third));
    }
  }

  private static long round(RunDirectory run) throws IOException {
    return run.restore(SMALL.layout(), Adam.defaults(), 2, List.of("model.json")).state().round;
  }

  @Test
  void aFileThatTheNewOwnerSweptAwayIsNotPublished() throws Exception {
    HadoopDirectory directory =
        HadoopDirectory.at(folder.resolve("run").toString(), new Configuration());
    HadoopDirectory slow =
        directory.fenced(
            () -> {
              // Between the check and the rename another run takes the directory.
              directory.sweep();
            });
    assertThrows(
        IOException.class, () -> slow.replace("model.json", "x".getBytes(StandardCharsets.UTF_8)));
    assertEquals(List.of(), names());
  }

  @Test
  void aFileIsNoDirectoryToTake(@TempDir Path place) throws Exception {
    Path file = Files.writeString(place.resolve("run"), "a file");
    Configuration hadoop = new Configuration();
    ParentNotDirectoryException e =
        assertThrows(
            ParentNotDirectoryException.class, () -> RunDirectory.take(file.toString(), hadoop));
    assertTrue(e.getMessage().endsWith("run is not a directory"), e.getMessage());
    assertEquals("a file", Files.readString(file));
  }
}
