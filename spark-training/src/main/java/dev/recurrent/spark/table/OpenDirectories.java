package dev.recurrent.spark.table;

import java.io.IOException;
import java.nio.file.Paths;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.hadoop.fs.Path;

/**
 * The directories that a walk is in, each by the place where it lies. A link among them to a
 * directory that holds them would lead back to itself. Only local file systems have links.
 */
final class OpenDirectories {
  private final Deque<java.nio.file.Path> places = new ArrayDeque<>();

  /**
   * @throws UnusableInputException for a link to a directory that the walk is in, or one above it
   */
  void enter(Path directory) throws IOException {
    if (!local(directory)) {
      return;
    }
    java.nio.file.Path place = Paths.get(directory.toUri().getPath()).toRealPath();
    if (places.stream().anyMatch(open -> open.startsWith(place))) {
      throw new UnusableInputException(
          InputFiles.name(directory)
              + " is a link to "
              + place
              + ", which holds that link: its files would be read again and again; remove the"
              + " link, or name the files by a glob");
    }
    places.push(place);
  }

  /** Ends what {@link #enter} began. */
  void leave(Path directory) {
    if (local(directory)) {
      places.pop();
    }
  }

  /** The path behind all links; a path of another file system is its own. */
  static Path place(Path path) throws IOException {
    return local(path)
        ? new Path("file", null, Paths.get(path.toUri().getPath()).toRealPath().toString())
        : path;
  }

  private static boolean local(Path path) {
    return "file".equals(path.toUri().getScheme());
  }
}
