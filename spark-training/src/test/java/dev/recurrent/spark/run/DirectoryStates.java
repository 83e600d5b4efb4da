package dev.recurrent.spark.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Copies of a directory in every state that it was in. */
final class DirectoryStates {
  private static final String WATCHED = "test.states.watched";
  private static final String COPIES = "test.states.copies";

  private final Path watched;
  private final Path copies;
  private final Set<String> seen = new HashSet<>();

  private DirectoryStates(Path watched, Path copies) {
    this.watched = watched;
    this.copies = copies;
  }

  static void configure(Configuration configuration, Path watched, Path copies) {
    configuration.set(WATCHED, watched.toString());
    configuration.set(COPIES, copies.toString());
  }

  /** Of a configuration that names no directory: copies nothing. */
  static DirectoryStates of(Configuration configuration) {
    return new DirectoryStates(
        Path.of(configuration.get(WATCHED, "/nothing/to/watch")),
        Path.of(configuration.get(COPIES, "")));
  }

  /** Copies the directory, if it was not in this state before. */
  synchronized void copy() throws IOException {
    try {
      if (Files.exists(watched) && seen.add(state())) {
        copyTo(free());
      }
    } catch (NoSuchFileException | UncheckedIOException renamed) {
      // By another thread of the run while its names were read: this was no state.
    }
  }

  private void copyTo(Path copy) throws IOException {
    try (Stream<Path> all = Files.walk(watched)) {
      for (Path path : (Iterable<Path>) all.skip(1)::iterator) {
        Files.copy(path, copy.resolve(watched.relativize(path).toString()));
      }
    } catch (NoSuchFileException | UncheckedIOException renamed) {
      // By another thread of the run, such as a task of Spark: what was copied is no state.
      delete(copy);
    }
  }

  /** File systems of one run may each have an instance, and copy to one place. */
  private Path free() throws IOException {
    for (int number = seen.size(); ; number++) {
      try {
        return Files.createDirectory(copies.resolve(String.format("%04d", number)));
      } catch (FileAlreadyExistsException taken) {
        // The next one.
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }

  /** Names and contents, but for the lock's beat and the UUIDs of files written aside. */
  private String state() throws IOException {
    TreeMap<String, String> state = new TreeMap<>();
    try (Stream<Path> all = Files.walk(watched)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        String name = watched.relativize(path).toString().replaceAll("-[0-9a-f]{8}-[-0-9a-f]*", "");
        boolean lock = name.contains(RunLock.NAME);
        byte[] bytes = Files.isRegularFile(path) && !lock ? Files.readAllBytes(path) : new byte[0];
        state.put(name, List.of(bytes.length, Arrays.hashCode(bytes)).toString());
      }
    }
    return state.toString();
  }
}
