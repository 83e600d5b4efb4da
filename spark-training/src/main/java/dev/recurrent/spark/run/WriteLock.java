package dev.recurrent.spark.run;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * Lets one run at a time write a part of a directory. Its file lies in a hidden directory of its
 * own in there, and tells other runs whether its owner lives.
 */
public final class WriteLock implements Closeable {
  private final HadoopDirectory parent;
  private final String name;
  private final RunLock lock;

  private WriteLock(HadoopDirectory parent, String name, RunLock lock) {
    this.parent = parent;
    this.name = name;
    this.lock = lock;
  }

  /**
   * @param part that is to be written
   * @throws DirectoryInUseException if another run that lives writes it
   */
  public static WriteLock take(HadoopDirectory directory, String part) throws IOException {
    String name = StagedDirectory.lockName(part);
    return new WriteLock(directory, name, take(directory.child(name)));
  }

  static RunLock take(HadoopDirectory place) throws IOException {
    try {
      return RunLock.take(place, 0, RunLock.BEAT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the lock in " + place);
    }
  }

  /** What was written stands as it is; a lock that cannot be deleted is stale for the next run. */
  @Override
  public void close() {
    try {
      lock.close();
      parent.child(name).deleteIfEmpty();
    } catch (IOException | RuntimeException ignored) {
      // As above.
    }
  }
}
