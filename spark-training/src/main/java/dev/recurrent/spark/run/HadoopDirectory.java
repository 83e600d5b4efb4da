package dev.recurrent.spark.run;

import dev.recurrent.format.FileContent;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.Redaction;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;

/**
 * A directory on any Hadoop file system, with the two writes a run needs: a file that appears whole
 * or not at all, and a directory that does. A file system that is away for a while is waited for.
 */
public final class HadoopDirectory {
  private static final HadoopFiles.Check NO_CHECK = () -> {};

  private final HadoopFiles files;
  private final RetryPolicy retries;
  private final Path path;

  /** Refuses writes of a run that the directory no longer belongs to. */
  private final HadoopFiles.Check fence;

  private HadoopDirectory(
      HadoopFiles files, RetryPolicy retries, Path path, HadoopFiles.Check fence) {
    this.files = files;
    this.retries = retries;
    this.path = path;
    this.fence = fence;
  }

  /**
   * @throws IOException if the path's file system cannot be reached
   */
  public static HadoopDirectory at(String path, Configuration configuration) throws IOException {
    Path given = new Path(path);
    RetryPolicy retries = RetryPolicy.of(configuration);
    HadoopFiles files = retries.call("reach " + path, () -> HadoopFiles.of(given, configuration));
    return new HadoopDirectory(files, retries, files.qualified(given), NO_CHECK);
  }

  /** The same with a check at the last moment before each write becomes visible. */
  HadoopDirectory fenced(HadoopFiles.Check check) {
    return new HadoopDirectory(files, retries, path, check);
  }

  /** The same that tries everything once. */
  HadoopDirectory withoutRetries() {
    return new HadoopDirectory(files, RetryPolicy.none(), path, fence);
  }

  public HadoopDirectory child(String name) {
    return new HadoopDirectory(files, retries, new Path(path, name), fence);
  }

  /** The directory that it lies in. */
  public HadoopDirectory parent() {
    return new HadoopDirectory(files, retries, path.getParent(), fence);
  }

  /** Its name in {@link #parent}. */
  public String name() {
    return path.getName();
  }

  private Path in(String name) {
    return new Path(path, name);
  }

  /** Whether a rename is one step here; object stores copy instead. */
  boolean renames() {
    return files.renames();
  }

  public boolean exists(String name) throws IOException {
    return retries.call("look for " + in(name), () -> files.exists(in(name)));
  }

  /** Names of what lies in it, sorted; none where it does not exist. */
  public List<String> list() throws IOException {
    return retries.call("list " + path, () -> files.list(path));
  }

  /**
   * @throws FileNotFoundException if there is no such file
   */
  public byte[] read(String name) throws IOException {
    return retries.call(
        "read " + in(name),
        () -> {
          long length = files.length(in(name));
          try (InputStream in = files.open(in(name))) {
            return in.readNBytes(Math.toIntExact(length));
          }
        });
  }

  /** Writes a file so that a reader sees the old content or the new, nothing between. */
  public void replace(String name, byte[] bytes) throws IOException {
    replace(name, FileContent.of(bytes));
  }

  /**
   * Writes a file so that a reader sees the old content or the new, nothing between.
   *
   * @return the SHA-256 of what was written
   */
  String replace(String name, FileContent content) throws IOException {
    return retries.call("write " + in(name), () -> replaceOnce(name, content));
  }

  private String replaceOnce(String name, FileContent content) throws IOException {
    if (!renames()) {
      return files.write(in(name), content, fence);
    }
    String aside = AsideName.of(name);
    try {
      String written = files.write(in(aside), content, NO_CHECK);
      fence.run();
      files.rename(in(aside), in(name), true);
      return written;
    } catch (IOException | RuntimeException e) {
      deleteQuietly(in(aside));
      throw fencedOr(e);
    }
  }

  /** A write that fails because a new owner swept its file away is a lost lock. */
  private IOException fencedOr(Exception e) throws IOException {
    if (e instanceof FileNotFoundException) {
      fence.run();
    }
    if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return (IOException) e;
  }

  /** Fails if nothing can be written there, and leaves nothing. */
  public void requireWritable() throws IOException {
    WritableCheck.require(files, path);
  }

  /** Creates a file that must not exist yet; of several callers one succeeds. */
  boolean create(String name, byte[] bytes) throws IOException {
    return files.create(in(name), bytes);
  }

  /**
   * Writes a directory of files and their manifest: a reader finds all of it or none. One that is
   * there already under the name is replaced.
   */
  void commit(String name, Map<String, FileContent> contents, long generation) throws IOException {
    retries.run(
        "write " + in(name),
        () -> {
          commitOnce(name, contents, generation);
        });
  }

  private void commitOnce(String name, Map<String, FileContent> contents, long generation)
      throws IOException {
    Path work = renames() ? in(AsideName.of(name)) : in(name);
    try {
      if (!renames()) {
        // What lies there may be that of the run that has taken the directory.
        fence.run();
        files.delete(new Path(work, Manifest.NAME));
      }
      List<Manifest.File> lines = new ArrayList<>();
      for (Map.Entry<String, FileContent> file : contents.entrySet()) {
        String sha256 = files.write(new Path(work, file.getKey()), file.getValue(), NO_CHECK);
        lines.add(new Manifest.File(file.getKey(), file.getValue().length(), sha256));
      }
      FileContent manifest = FileContent.of(Manifest.of(generation, lines).toBytes());
      files.write(new Path(work, Manifest.NAME), manifest, renames() ? NO_CHECK : fence);
      if (renames()) {
        fence.run();
        files.delete(in(name));
        files.rename(work, in(name), false);
      }
    } catch (IOException | RuntimeException e) {
      if (renames()) {
        deleteQuietly(work);
      }
      throw fencedOr(e);
    }
  }

  /**
   * Where a directory is to be written that appears whole; see {@link StagedDirectory}.
   *
   * @param seal name of the file in it that is written last
   */
  public StagedDirectory stage(String name, String seal) throws IOException {
    return StagedDirectory.begin(this, name, seal);
  }

  /** Removes what killed writes of one name left behind. */
  public void sweep(String name) throws IOException {
    for (String left : list()) {
      if (AsideName.isOf(left, name) || left.equals(StagedDirectory.lockName(name))) {
        delete(left);
      }
    }
  }

  /**
   * Gives a finished directory its name.
   *
   * @return false if the name is taken, by somebody who was quicker
   */
  boolean publish(String from, String name) throws IOException {
    return retries.call(
        "publish " + in(name),
        () -> {
          try {
            files.rename(in(from), in(name), false);
            return true;
          } catch (FileAlreadyExistsException taken) {
            deleteQuietly(in(from));
            return false;
          } catch (FileNotFoundException gone) {
            // Tried before: the answer got lost, the rename did not.
            if (files.exists(in(name))) {
              return true;
            }
            throw gone;
          }
        });
  }

  /** Reads of it are checked against its manifest. */
  public ModelDirectory open() {
    return ModelDirectory.open(files.source(path, retries), toString());
  }

  /** Deletes a directory of a manifest, which goes first: half of it is none for a reader. */
  void forget(String name) throws IOException {
    child(name).delete(Manifest.NAME);
    delete(name);
  }

  /** Deletes a file, or a directory and all that is in it. */
  public void delete(String name) throws IOException {
    retries.run(
        "delete " + in(name),
        () -> {
          fence.run();
          files.delete(in(name));
        });
  }

  /** Makes way for another of its name. */
  public void deleteIfEmpty() throws IOException {
    retries.run(
        "delete " + path,
        () -> {
          if (files.exists(path) && files.list(path).isEmpty()) {
            files.delete(path);
          }
        });
  }

  /** The error that is being reported matters more than what is left behind. */
  private void deleteQuietly(Path leftover) {
    try {
      files.delete(leftover);
    } catch (IOException ignored) {
      // Leftovers begin with a dot, no reader looks at them, and the next run sweeps them.
    }
  }

  /** Removes what writes that were killed left behind; a writer that lives loses its write. */
  void sweep() throws IOException {
    for (String name : list()) {
      if (AsideName.is(name)) {
        delete(name);
      }
    }
  }

  /** What Spark and Hadoop find it by; it may hold a password, unlike {@link #toString}. */
  public String uri() {
    return path.toString();
  }

  /** For people: without what is secret in it. */
  @Override
  public String toString() {
    return Redaction.of(path.toString());
  }
}
