package dev.recurrent.spark.run;

import dev.recurrent.spark.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Every state in which a kill could leave a directory that a whole job writes to. */
public final class JobStates {
  private static final String CHECKPOINTS = "spark.recurrent.checkpointSeconds";

  private JobStates() {}

  /** What writes to the directory. */
  @FunctionalInterface
  public interface Writing {
    void run() throws IOException;
  }

  /**
   * Copies of a directory at each step of a job that runs in the session of the tests and writes a
   * checkpoint each round, as they came.
   */
  public static List<Path> of(Path watched, Path copies, Writing job) throws IOException {
    Files.createDirectories(copies);
    Configuration hadoop = TestSpark.context().hadoopConfiguration();
    StatesFileSystem.configuration(watched, copies)
        .forEach(
            one -> {
              if (one.getKey().startsWith("fs.file.impl")
                  || one.getKey().startsWith("test.states")) {
                hadoop.set(one.getKey(), one.getValue());
              }
            });
    TestSpark.session().sparkContext().conf().set(CHECKPOINTS, "0");
    try {
      job.run();
    } finally {
      TestSpark.session().sparkContext().conf().remove(CHECKPOINTS);
      hadoop.unset("fs.file.impl");
      hadoop.unset("fs.file.impl.disable.cache");
    }
    try (Stream<Path> all = Files.list(copies)) {
      return all.sorted().toList();
    }
  }

  /** A copy of a state, with the lock of a process that is gone. */
  public static void copy(Path state, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> all = Files.walk(state)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.copy(path, to.resolve(state.relativize(path).toString()));
      }
    }
    endProcess(to);
  }

  /** A kill leaves the lock, not the process. */
  private static void endProcess(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      for (Path path : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        if (path.getFileName().toString().contains(RunLock.NAME)) {
          // No process began then: its number is another's by now.
          String text = Files.readString(path);
          Files.writeString(path, text.replaceAll("\"started\" : \\d+", "\"started\" : 1"));
        }
      }
    }
  }
}
