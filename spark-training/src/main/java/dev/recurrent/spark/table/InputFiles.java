package dev.recurrent.spark.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files that a path names, in the order of their paths: a file, a directory with all below it,
 * or a glob. A file that links lead to again is there once. Names that begin with {@code _} or
 * {@code .} are no data, as Spark has it.
 */
public final class InputFiles {
  /** A file, and the directory or file of the input that it was found in. */
  public record Found(FileStatus status, Path root) {
    public Path path() {
      return status.getPath();
    }
  }

  /** Beside the dates of published forecasts: the name of the newest, and no rows. */
  private static final String LATEST = "latest";

  /** Directories in which table formats say which files count. */
  private static final Map<String, String> LOGS =
      Map.of("_delta_log", "a Delta", ".hoodie", "a Hudi");

  private static final String GLOB = "*?[]{}\\";

  /** In the message of a path that Hadoop cannot make. */
  private static final String COLON = "Relative path in absolute URI: ";

  private InputFiles() {}

  /**
   * @param given the option and its value, for messages
   * @throws UnusableInputException if nothing is there, or links lead round in a circle
   */
  public static List<Found> list(String given, String pattern, Configuration hadoop)
      throws IOException {
    Path literal = literal(pattern, hadoop);
    Path path = literal == null ? new Path(pattern) : literal;
    FileSystem fileSystem = path.getFileSystem(hadoop);
    FileStatus[] matches =
        literal == null
            ? glob(given, path, fileSystem)
            : new FileStatus[] {fileSystem.getFileStatus(literal)};
    if (matches == null || matches.length == 0) {
      throw new UnusableInputException(given + " does not exist");
    }
    List<Found> files = new ArrayList<>();
    for (FileStatus match : matches) {
      boolean named = match.getPath().getName().equals(path.getName());
      if (named || !hidden(match.getPath())) {
        add(fileSystem, match, match.getPath(), new OpenDirectories(), files);
      }
    }
    if (files.isEmpty()) {
      throw new UnusableInputException(given + " holds no files");
    }
    files.sort(Comparator.comparing(f -> f.path().toString()));
    return once(files);
  }

  /**
   * A path that is there as it is written although it could be a glob, or a scheme where a local
   * file's name has a colon; else null.
   */
  private static @Nullable Path literal(String pattern, Configuration hadoop) throws IOException {
    boolean local = FileSystem.getDefaultUri(hadoop).getScheme().equals("file");
    if (local && pattern.indexOf('\0') < 0 && Files.exists(Paths.get(pattern))) {
      return new Path("file", null, Paths.get(pattern).toAbsolutePath().toString());
    }
    if (pattern.chars().noneMatch(c -> GLOB.indexOf(c) >= 0)) {
      return null;
    }
    Path path = new Path(pattern);
    return path.getFileSystem(hadoop).exists(path) ? path : null;
  }

  private static FileStatus @Nullable [] glob(String given, Path path, FileSystem fileSystem)
      throws IOException {
    try {
      return fileSystem.globStatus(path);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      if (!message.contains(COLON)) {
        throw e;
      }
      throw new UnusableInputException(
          given
              + ": next to the files is one with a colon in its name, which Hadoop's globs cannot"
              + " pass: "
              + message.substring(message.indexOf(COLON) + COLON.length())
              + "; rename it, or name the directory");
    }
  }

  /** Opens a file. Hadoop's checksums of local files do not go with a colon in a name. */
  static FSDataInputStream open(Path path, Configuration hadoop) throws IOException {
    FileSystem fileSystem = path.getFileSystem(hadoop);
    return fileSystem instanceof LocalFileSystem local && hasColon(path)
        ? local.getRawFileSystem().open(path)
        : fileSystem.open(path);
  }

  static boolean hasColon(Path path) {
    return path.getName().indexOf(':') >= 0;
  }

  /**
   * A file that a path and links lead to counts once: by its own path, else by the first in order.
   */
  private static List<Found> once(List<Found> sorted) throws IOException {
    Map<Path, Found> byPlace = new HashMap<>();
    for (Found file : sorted) {
      Path place = OpenDirectories.place(file.path());
      if (file.path().equals(place)) {
        byPlace.put(place, file);
      } else {
        byPlace.putIfAbsent(place, file);
      }
    }
    List<Found> files = new ArrayList<>(sorted);
    files.retainAll(new HashSet<>(byPlace.values()));
    return files;
  }

  private static void add(
      FileSystem fileSystem, FileStatus entry, Path root, OpenDirectories above, List<Found> files)
      throws IOException {
    if (entry.isFile()) {
      files.add(new Found(entry, root));
      return;
    }
    above.enter(entry.getPath());
    FileStatus[] all = fileSystem.listStatus(entry.getPath());
    requirePlain(entry.getPath(), all);
    boolean dated = Arrays.stream(all).anyMatch(f -> f.getPath().getName().startsWith("date="));
    for (FileStatus below : all) {
      boolean pointer = dated && below.isFile() && below.getPath().getName().equals(LATEST);
      if (!hidden(below.getPath()) && !pointer) {
        add(fileSystem, below, root, above, files);
      }
    }
    above.leave(entry.getPath());
  }

  /** Files of a table format also hold rows that were deleted or replaced since. */
  private static void requirePlain(Path directory, FileStatus[] all) {
    for (FileStatus below : all) {
      String kind = LOGS.get(below.getPath().getName());
      if (kind != null && below.isDirectory()) {
        throw new UnusableInputException(
            name(directory)
                + " is "
                + kind
                + " table, whose files also hold rows that were deleted since, expected plain"
                + " files; name the table with --input-table, or write its rows as Parquet");
      }
    }
  }

  private static boolean hidden(Path path) {
    return path.getName().startsWith("_") || path.getName().startsWith(".");
  }

  /** As a user types it: a local file without its scheme. */
  public static String name(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }
}
