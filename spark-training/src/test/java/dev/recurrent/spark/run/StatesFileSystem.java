package dev.recurrent.spark.run;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
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
  private DirectoryStates states = DirectoryStates.of(new Configuration(false));

  /** One instance each, so that what it has seen is one run's. */
  static Configuration configuration(Path watched, Path copies) {
    Configuration configuration = new Configuration();
    configuration.set("fs.file.impl", StatesFileSystem.class.getName());
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    DirectoryStates.configure(configuration, watched, copies);
    return configuration;
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    states = DirectoryStates.of(configuration);
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
    states.copy();
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
    states.copy();
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
    states.copy();
    return halfway(super.create(path, overwrite, bufferSize, replication, blockSize, progress));
  }

  private FSDataOutputStream halfway(FSDataOutputStream out) throws IOException {
    states.copy();
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
            states.copy();
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
