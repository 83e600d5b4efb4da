package dev.recurrent.spark.run;

import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * A directory that one run at a time puts files of known names into. What a killed run was writing
 * under one of these names goes; everything else in the directory stays.
 */
public final class FilesDirectory implements AutoCloseable {
  private final HadoopDirectory directory;
  private final RunLock lock;

  private FilesDirectory(HadoopDirectory directory, RunLock lock) {
    this.directory = directory.fenced(lock::requireOwn);
    this.lock = lock;
  }

  /**
   * Takes a directory.
   *
   * @param names plain names that runs like this one write
   * @throws DirectoryInUseException if another run that lives has it
   */
  public static FilesDirectory take(String path, Set<String> names, Configuration configuration)
      throws IOException, InterruptedException {
    HadoopDirectory directory = HadoopDirectory.at(path, configuration);
    RunLock lock = RunLock.take(directory, 0, RunLock.BEAT_MILLIS);
    FilesDirectory taken = new FilesDirectory(directory, lock);
    try {
      taken.sweep(names);
      return taken;
    } catch (IOException | RuntimeException e) {
      taken.close();
      throw e;
    }
  }

  private void sweep(Set<String> names) throws IOException {
    for (String found : directory.list()) {
      if (AsideName.isOfAny(found, names)) {
        directory.delete(found);
      }
    }
  }

  public boolean exists(String name) throws IOException {
    return directory.exists(name);
  }

  /** Writes a file so that a reader sees the old content or the new, nothing between. */
  public void replace(String name, byte[] bytes) throws IOException {
    directory.replace(name, bytes);
  }

  /** Gives the directory free; one that nothing was written to goes. */
  @Override
  public void close() throws IOException {
    lock.close();
    directory.deleteIfEmpty();
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
