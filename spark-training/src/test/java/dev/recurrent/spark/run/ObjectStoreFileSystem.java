package dev.recurrent.spark.run;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under the scheme {@code store}, as an object store is: a file is there when its
 * stream is closed, nothing can be flushed before, and there is no rename in one step. A directory
 * is deleted file by file, its last name first. Its states are copied away at each step.
 */
public final class ObjectStoreFileSystem extends RawLocalFileSystem {
  public static final String SCHEME = "store://";
  private DirectoryStates states = DirectoryStates.of(new Configuration(false));

  public static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set("fs.store.impl", ObjectStoreFileSystem.class.getName());
    configuration.setBoolean("fs.store.impl.disable.cache", true);
    return configuration;
  }

  static Configuration configuration(java.nio.file.Path watched, java.nio.file.Path copies) {
    Configuration configuration = configuration();
    DirectoryStates.configure(configuration, watched, copies);
    return configuration;
  }

  @Override
  public URI getUri() {
    return URI.create("store:///");
  }

  @Override
  public String getScheme() {
    return "store";
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(URI.create("file:///"), configuration);
    states = DirectoryStates.of(configuration);
  }

  @Override
  protected void checkPath(Path path) {}

  @Override
  public File pathToFile(Path path) {
    return new File(path.toUri().getPath());
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    throw new IOException("a rename here would copy " + from);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    File[] inside = recursive ? pathToFile(path).listFiles() : null;
    if (inside != null) {
      Arrays.sort(inside, Comparator.reverseOrder());
      for (File one : inside) {
        delete(new Path(one.toURI()), true);
      }
    }
    states.copy();
    return super.delete(path, recursive);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(path, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    if (!overwrite && exists(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    return new FSDataOutputStream(new Put(pathToFile(path)), null);
  }

  /** Appears when it is closed. */
  private final class Put extends ByteArrayOutputStream
      implements Syncable, Abortable, StreamCapabilities {
    private final File file;
    private boolean closed;

    Put(File file) {
      this.file = file;
    }

    @Override
    public void hflush() throws IOException {
      hsync();
    }

    @Override
    public void hsync() throws IOException {
      throw new IOException("an object cannot be flushed");
    }

    @Override
    public boolean hasCapability(String capability) {
      return capability.equals("fs.capability.outputstream.abortable");
    }

    @Override
    public AbortableResult abort() {
      closed = true;
      return new Aborted();
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        states.copy();
        Files.createDirectories(file.getParentFile().toPath());
        Files.write(file.toPath(), toByteArray());
        states.copy();
      }
    }
  }

  /** Nothing was sent yet. */
  private static final class Aborted implements Abortable.AbortableResult {
    @Override
    public boolean alreadyClosed() {
      return false;
    }

    @Override
    public IOException anyCleanupException() {
      return null;
    }
  }
}
