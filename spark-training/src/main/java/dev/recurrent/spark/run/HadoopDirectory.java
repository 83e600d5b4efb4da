package dev.recurrent.spark.run;

import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * A directory on any Hadoop file system, with the two writes a run needs: a file that appears whole
 * or not at all, and a directory that does.
 */
public final class HadoopDirectory {
  /** Schemes whose rename is atomic; elsewhere the manifest, one PUT, is the commit. */
  private static final Set<String> RENAMING = Set.of("file", "hdfs", "viewfs", "webhdfs", "ofs");

  private final FileSystem fileSystem;
  private final Configuration configuration;
  private final Path path;

  private HadoopDirectory(FileSystem fileSystem, Configuration configuration, Path path) {
    this.fileSystem = fileSystem;
    this.configuration = configuration;
    this.path = path;
  }

  /**
   * @throws IOException if the path's file system cannot be reached
   */
  public static HadoopDirectory at(String path, Configuration configuration) throws IOException {
    Path given = new Path(path);
    FileSystem fileSystem = given.getFileSystem(configuration);
    if (fileSystem instanceof ChecksumFileSystem checked) {
      // The manifest has checksums of its own; hidden .crc files would break when files are copied.
      fileSystem = checked.getRawFileSystem();
    }
    return new HadoopDirectory(fileSystem, configuration, fileSystem.makeQualified(given));
  }

  public HadoopDirectory child(String name) {
    return new HadoopDirectory(fileSystem, configuration, new Path(path, name));
  }

  /** The directory that it lies in. */
  public HadoopDirectory parent() {
    return new HadoopDirectory(fileSystem, configuration, path.getParent());
  }

  /** Its name in {@link #parent}. */
  public String name() {
    return path.getName();
  }

  private boolean renames() {
    return RENAMING.contains(fileSystem.getUri().getScheme());
  }

  public boolean exists(String name) throws IOException {
    return fileSystem.exists(new Path(path, name));
  }

  /** Names of what lies in it, sorted; none where it does not exist. */
  public List<String> list() throws IOException {
    List<String> names = new ArrayList<>();
    try {
      for (FileStatus status : fileSystem.listStatus(path)) {
        names.add(status.getPath().getName());
      }
    } catch (FileNotFoundException absent) {
      return names;
    }
    names.sort(String::compareTo);
    return names;
  }

  /**
   * @throws FileNotFoundException if there is no such file
   */
  public byte[] read(String name) throws IOException {
    try (var in = fileSystem.open(new Path(path, name))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      in.transferTo(out);
      return out.toByteArray();
    }
  }

  /** Writes a file so that a reader sees the old content or the new, nothing between. */
  public void replace(String name, byte[] bytes) throws IOException {
    Path target = new Path(path, name);
    if (!renames()) {
      put(target, bytes);
      return;
    }
    Path temporary = new Path(path, "." + name + "-" + UUID.randomUUID());
    try {
      put(temporary, bytes);
      FileContext.getFileContext(fileSystem.getUri(), configuration)
          .rename(temporary, target, Options.Rename.OVERWRITE);
    } catch (IOException e) {
      deleteQuietly(temporary);
      throw e;
    }
  }

  /** Creates a file that must not exist yet; of several callers one succeeds. */
  boolean create(String name, byte[] bytes) throws IOException {
    try (FSDataOutputStream out = fileSystem.create(new Path(path, name), false)) {
      out.write(bytes);
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException taken) {
      return false;
    } catch (FSError e) {
      throw unwritten(new Path(path, name), e);
    }
  }

  /** Hadoop's local file system throws an Error where a disk is full. */
  private static IOException unwritten(Path target, FSError error) {
    Throwable cause = error.getCause() == null ? error : error.getCause();
    return new IOException("cannot write " + target + ": " + cause.getMessage(), error);
  }

  private void put(Path target, byte[] bytes) throws IOException {
    try (FSDataOutputStream out = fileSystem.create(target, true)) {
      out.write(bytes);
      out.hsync();
    } catch (FSError e) {
      throw unwritten(target, e);
    }
    long length = fileSystem.getFileStatus(target).getLen();
    if (length != bytes.length) {
      throw new IOException(
          target + " has " + length + " bytes after writing " + bytes.length + " to it");
    }
  }

  /**
   * Writes a directory of files and their manifest: a reader finds all of it or none. One that is
   * there already under the name is replaced.
   */
  void commit(String name, Map<String, byte[]> files) throws IOException {
    Path target = new Path(path, name);
    Path work = renames() ? new Path(path, ".writing-" + name + "-" + UUID.randomUUID()) : target;
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        put(new Path(work, file.getKey()), file.getValue());
      }
      put(new Path(work, Manifest.NAME), Manifest.of(files).toBytes());
      if (renames()) {
        fileSystem.delete(target, true);
        FileContext.getFileContext(fileSystem.getUri(), configuration).rename(work, target);
      }
    } catch (IOException e) {
      deleteQuietly(work);
      throw e;
    }
  }

  /**
   * Gives a finished directory its name.
   *
   * @return false if the name is taken, by somebody who was quicker
   */
  public boolean publish(String from, String name) throws IOException {
    try {
      FileContext.getFileContext(fileSystem.getUri(), configuration)
          .rename(new Path(path, from), new Path(path, name));
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException taken) {
      deleteQuietly(new Path(path, from));
      return false;
    }
  }

  /** Reads of it are checked against its manifest. */
  public ModelDirectory open() {
    return ModelDirectory.open(this::read, path.toString());
  }

  public void delete(String name) throws IOException {
    fileSystem.delete(new Path(path, name), true);
  }

  /** Makes way for another of its name. */
  public void deleteIfEmpty() throws IOException {
    if (fileSystem.exists(path) && list().isEmpty()) {
      fileSystem.delete(path, false);
    }
  }

  /** The error that is being reported matters more than what is left behind. */
  private void deleteQuietly(Path leftover) {
    try {
      fileSystem.delete(leftover, true);
    } catch (IOException ignored) {
      // Leftovers begin with a dot, no reader looks at them, and the next run sweeps them.
    }
  }

  /** Removes what writes that were killed left behind. */
  void sweep() throws IOException {
    for (String name : list()) {
      if (name.startsWith(".writing-")) {
        delete(name);
      }
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
