package dev.recurrent.spark.run;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk, which copies a directory away before each write and delete, and in the middle of
 * each write: every state in which a kill could leave it.
 */
public final class StatesFileSystem extends RawLocalFileSystem {
  private static final String WATCHED = "test.states.watched";
  private static final String COPIES = "test.states.copies";

  private Path watched = Path.of("");
  private Path copies = Path.of("");
  private final Set<String> seen = new HashSet<>();

  /** One instance each, so that what it has seen is one run's. */
  static Configuration configuration(Path watched, Path copies) {
    Configuration configuration = new Configuration();
    configuration.set("fs.file.impl", StatesFileSystem.class.getName());
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    configuration.set(WATCHED, watched.toString());
    configuration.set(COPIES, copies.toString());
    return configuration;
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    watched = Path.of(configuration.get(WATCHED));
    copies = Path.of(configuration.get(COPIES));
  }

  private synchronized void copy() throws IOException {
    if (!Files.exists(watched) || !seen.add(state())) {
      return;
    }
    Path copy = copies.resolve(String.format("%04d", seen.size()));
    try (Stream<Path> all = Files.walk(watched)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.copy(path, copy.resolve(watched.relativize(path).toString()));
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
        state.put(name, List.of(bytes.length, java.util.Arrays.hashCode(bytes)).toString());
      }
    }
    return state.toString();
  }

  @Override
  public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
    File file = pathToFile(path);
    File[] inside = file.isDirectory() && recursive ? file.listFiles() : null;
    if (inside != null) {
      // One after another, as every file system does it inside.
      for (File one : inside) {
        delete(new org.apache.hadoop.fs.Path(one.toURI()), true);
      }
    }
    copy();
    return super.delete(path, recursive);
  }

  @Override
  public FSDataOutputStream create(
      org.apache.hadoop.fs.Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    copy();
    return halfway(
        super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public FSDataOutputStream create(
      org.apache.hadoop.fs.Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    copy();
    return halfway(super.create(path, overwrite, bufferSize, replication, blockSize, progress));
  }

  private FSDataOutputStream halfway(FSDataOutputStream out) throws IOException {
    copy();
    return new FSDataOutputStream(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            out.write(b);
          }

          @Override
          public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count / 2);
            out.flush();
            copy();
            out.write(bytes, from + count / 2, count - count / 2);
          }

          @Override
          public void flush() throws IOException {
            out.flush();
          }

          @Override
          public void close() throws IOException {
            out.close();
          }
        },
        null);
  }
}
