package dev.recurrent.spark.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Manifest;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.train.Adam;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every state in which a kill can leave a run's directory, and what the next run makes of it. */
class CrashStatesTest {
  /** Longer than the test: a beat is no state of its own. */
  private static final long BEAT_MILLIS = 60_000;

  private static final int ROUNDS = 2;
  private static final String SEAL = "_forecast.json";
  private static final Checkpoints RUN = new Checkpoints(3);
  private static final List<String> PUBLISHED =
      List.of("manifest.json", "model.json", "parameters.safetensors", "run-status.json");

  /** How a run is started. */
  private enum Start {
    PLAIN,
    RESUME,
    OVERWRITE
  }

  private static long gone;

  @TempDir Path folder;

  /** Where the runs write: to files, or to an object store. */
  private String scheme = "";

  @BeforeAll
  static void endAProcess() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    gone = process.pid();
  }

  /**
   * A run as the jobs do it, on parameters that follow from their round.
   *
   * @return what it did: "trained from round 2", "done already", "refused"
   */
  private String run(Path place, Configuration hadoop, Start start, int rounds) throws Exception {
    try (RunDirectory run = RunDirectory.take(scheme + place, hadoop, BEAT_MILLIS)) {
      boolean begun = run.begun();
      boolean finished = run.finished() && !begun;
      long round = -1;
      if (start == Start.OVERWRITE) {
        run.clear();
      } else if (start == Start.PLAIN && (begun || finished)) {
        return "refused";
      } else if (finished) {
        run.model().files();
        return "done already";
      } else if (begun) {
        Checkpoint last = run.restore(RUN.layout(), Adam.defaults(), 2, List.of("model.json"));
        round = last.state().round;
        assertParameters(last.state().training.parameters, round);
      }
      String done = "trained from round " + round;
      while (++round <= rounds) {
        run.save(RUN.checkpoint(round), RUN.layout());
        run.status("running", Map.of("round", round));
      }
      if (rounds == ROUNDS) {
        float[] parameters = RUN.checkpoint(ROUNDS).state().training.parameters;
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("model.json", "{}".getBytes(StandardCharsets.UTF_8));
        files.put(ParameterFile.NAME, ParameterFile.write(RUN.layout(), parameters));
        run.publish(files);
        run.status("finished", Map.of());
      }
      return done;
    }
  }

  private static void assertParameters(float[] parameters, long round) {
    assertArrayEquals(RUN.checkpoint(round).state().training.parameters, parameters);
  }

  private static void assertFinished(Path place, String state) throws IOException {
    try (Stream<Path> left = Files.list(place)) {
      List<String> names = left.map(path -> path.getFileName().toString()).sorted().toList();
      assertTrue(
          names.equals(PUBLISHED) || names.equals(PUBLISHED.subList(0, 3)), state + ": " + names);
    }
    float[] parameters =
        HadoopDirectory.at(place.toString(), new Configuration()).open().parameters(RUN::layout);
    assertParameters(parameters, ROUNDS);
  }

  /** The lock of a process that is gone: a kill leaves the lock, not the process. */
  private static void kill(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      for (Path path : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        if (path.getFileName().toString().contains(RunLock.NAME)) {
          String text = Files.readString(path);
          String own = "\"pid\" : " + ProcessHandle.current().pid();
          Files.writeString(path, text.replace(own, "\"pid\" : " + gone));
        }
      }
    }
  }

  private Configuration plain() {
    return scheme.isEmpty() ? new Configuration() : ObjectStoreFileSystem.configuration();
  }

  private Configuration watching(Path place, Path copies) {
    return scheme.isEmpty()
        ? StatesFileSystem.configuration(place, copies)
        : ObjectStoreFileSystem.configuration(place, copies);
  }

  /** Copies of what lay there at each step of a run. */
  private List<Path> states(Start start, Path place) throws Exception {
    Path copies = Files.createDirectories(folder.resolve("states"));
    run(place, watching(place, copies), start, ROUNDS);
    assertFinished(place, "the whole run");
    try (Stream<Path> all = Files.list(copies)) {
      return all.sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
    kill(to);
  }

  private void requireEveryStateLeadsOn(List<Path> states, int least) throws Exception {
    assertTrue(states.size() >= least, states.size() + " states");
    List<String> ways = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      Path state = states.get(i);
      // To resume is what a scheduler does; the other two for every fifth state, to save time.
      for (Start start : i % 5 == 0 ? Start.values() : new Start[] {Start.RESUME}) {
        Path place = folder.resolve("again-" + state.getFileName() + "-" + start);
        copy(state, place);
        boolean published = Files.exists(place.resolve(Manifest.NAME));
        String done = run(place, plain(), start, ROUNDS);
        if (done.equals("refused")) {
          // What the refusal tells the user to do.
          done = run(place, plain(), Start.RESUME, ROUNDS);
        }
        assertFinished(place, state + " " + start + " " + done);
        assertFalse(start == Start.RESUME && published && done.startsWith("trained from round -1"));
        ways.add(done);
      }
    }
    assertTrue(ways.contains("done already"), ways.toString());
    assertTrue(ways.contains("trained from round 1"), ways.toString());
  }

  @Test
  void everyStateOfARunLeadsToTheSameModel() throws Exception {
    List<Path> states = states(Start.PLAIN, folder.resolve("run"));
    requireEveryStateLeadsOn(states, 50);
  }

  @Test
  void everyStateOfAResumedRunLeadsToTheSameModel() throws Exception {
    Path place = folder.resolve("run");
    run(place, plain(), Start.PLAIN, 1);
    requireEveryStateLeadsOn(states(Start.RESUME, place), 30);
  }

  @Test
  void everyStateOfARunThatOverwritesLeadsToTheSameModel() throws Exception {
    Path place = folder.resolve("run");
    run(place, plain(), Start.PLAIN, ROUNDS);
    requireEveryStateLeadsOn(states(Start.OVERWRITE, place), 50);
  }

  @Test
  void everyStateOfARunOnAnObjectStoreLeadsToTheSameModel() throws Exception {
    scheme = ObjectStoreFileSystem.SCHEME;
    requireEveryStateLeadsOn(states(Start.PLAIN, folder.resolve("run")), 25);
  }

  @Test
  void everyStateOfARunThatOverwritesOnAnObjectStoreLeadsToTheSameModel() throws Exception {
    scheme = ObjectStoreFileSystem.SCHEME;
    Path place = folder.resolve("run");
    run(place, plain(), Start.PLAIN, ROUNDS);
    requireEveryStateLeadsOn(states(Start.OVERWRITE, place), 25);
  }

  @Test
  void everyStateOfAStagedDirectoryIsWholeOrNotThere() throws Exception {
    for (Path state : stagedStates()) {
      HadoopDirectory again = HadoopDirectory.at(state.toString(), plain());
      if (again.list().contains("date=1")) {
        assertEquals(List.of(SEAL, "part-0"), again.child("date=1").list());
        again.sweep("date=1");
      } else {
        stage(again, "part-0");
      }
      assertEquals(List.of("date=1"), again.list());
    }
  }

  @Test
  void everyStateOfAStagedDirectoryOnAnObjectStoreIsSealedOrWrittenAnew() throws Exception {
    scheme = ObjectStoreFileSystem.SCHEME;
    int begun = 0;
    for (Path state : stagedStates()) {
      HadoopDirectory again = HadoopDirectory.at(scheme + state, plain());
      HadoopDirectory date = again.child("date=1");
      kill(state);
      if (date.exists(SEAL)) {
        assertEquals(List.of(SEAL, "part-0"), date.list());
        again.sweep("date=1");
      } else {
        begun += StagedDirectory.isUnfinished(date, SEAL) ? 1 : 0;
        stage(again, "part-9");
        assertEquals(List.of(SEAL, "part-9"), date.list());
      }
      assertEquals(List.of("date=1"), again.list());
    }
    assertTrue(begun >= 2, begun + " states of a write that has begun");
  }

  @Test
  void twoRunsDoNotWriteOneDirectoryOfAnObjectStoreAtATime() throws Exception {
    HadoopDirectory store =
        HadoopDirectory.at(
            ObjectStoreFileSystem.SCHEME + folder, ObjectStoreFileSystem.configuration());
    StagedDirectory first = store.stage("date=1", SEAL);
    assertThrows(DirectoryInUseException.class, () -> store.stage("date=1", SEAL));
    first.place().replace("part-0", new byte[] {1});
    first.place().replace(SEAL, new byte[] {1});
    assertTrue(first.publish());
    StagedDirectory late = store.stage("date=1", SEAL);
    late.place().replace("part-9", new byte[] {1});
    assertFalse(late.publish());
    assertEquals(List.of(SEAL, "part-0"), store.child("date=1").list());
    assertEquals(List.of("date=1"), store.list());
  }

  private List<Path> stagedStates() throws Exception {
    Path place = Files.createDirectories(folder.resolve("store"));
    Path copies = Files.createDirectories(folder.resolve("states"));
    stage(HadoopDirectory.at(scheme + place, watching(place, copies)), "part-0");
    try (Stream<Path> all = Files.list(copies)) {
      return all.sorted().toList();
    }
  }

  private static void stage(HadoopDirectory store, String part) throws IOException {
    StagedDirectory staged = store.stage("date=1", SEAL);
    staged.place().replace(part, new byte[] {1, 2, 3});
    staged.place().replace(SEAL, new byte[] {1});
    assertTrue(staged.publish());
  }
}
