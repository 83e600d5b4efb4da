package dev.recurrent.spark.run;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A directory that Spark writes and that appears whole. Where a rename is one step it is written
 * aside and renamed. Where a rename copies, as on object stores, it is written in place, and what
 * is written last is its seal: a reader trusts nothing without it. A lock in a directory of its own
 * next to it lets one run write at a time, and tells what a killed run left from anything else.
 *
 * <p>Of a run that is paused while it writes, and whose directory another run takes, Spark's tasks
 * may still add files. The seal is refused where there are files of two jobs, and to whoever does
 * not own the lock.
 */
public final class StagedDirectory {
  /** How Spark calls a task's file: the job that wrote it is the group. */
  private static final Pattern PART = Pattern.compile("part-\\d+-([0-9a-f-]{36})\\b.*");

  private final HadoopDirectory parent;
  private final String name;
  private final String aside;
  private final String seal;

  /** Null where a rename is one step. */
  private final @Nullable RunLock lock;

  private StagedDirectory(
      HadoopDirectory parent, String name, String aside, String seal, @Nullable RunLock lock) {
    this.parent = parent;
    this.name = name;
    this.aside = aside;
    this.seal = seal;
    this.lock = lock;
  }

  /**
   * @throws DirectoryInUseException on an object store, if another run that lives writes it
   */
  static StagedDirectory begin(HadoopDirectory parent, String name, String seal)
      throws IOException {
    String aside = AsideName.of(name);
    if (parent.renames()) {
      return new StagedDirectory(parent, name, aside, seal, null);
    }
    RunLock lock = WriteLock.take(parent.child(lockName(name)));
    try {
      HadoopDirectory fenced = parent.fenced(lock::requireOwn);
      boolean taken = parent.child(name).exists(seal);
      if (!taken) {
        // What a killed write left unsealed.
        fenced.delete(name);
      }
      return new StagedDirectory(fenced, name, taken ? aside : name, seal, lock);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Where the lock of a directory lies while it is written in place. */
  static String lockName(String name) {
    return "." + name + "-writing";
  }

  /** Whether what lies there is all that a killed write left, which the next one deletes. */
  public static boolean isUnfinished(HadoopDirectory directory, String seal) throws IOException {
    return !directory.renames()
        && !directory.exists(seal)
        && directory.parent().child(lockName(directory.name())).exists(RunLock.NAME);
  }

  /**
   * Deletes the lock of a directory that is whole: its run was killed between the seal and the end.
   */
  public static void sweepLock(HadoopDirectory directory, String seal) throws IOException {
    if (!directory.renames() && directory.exists(seal)) {
      directory.parent().delete(lockName(directory.name()));
    }
  }

  /** Where to write. */
  public HadoopDirectory place() {
    return parent.child(aside);
  }

  /**
   * Gives it its name, and removes what killed writes of that name left behind.
   *
   * @return false if the name is taken, by somebody who was quicker; this one's is then dropped
   */
  public boolean publish() throws IOException {
    if (lock == null) {
      parent.child(name).deleteIfEmpty();
      boolean published = parent.publish(aside, name);
      parent.sweep(name);
      return published;
    }
    boolean published = aside.equals(name);
    if (!published) {
      parent.delete(aside);
    }
    release(lock);
    return published;
  }

  /**
   * Writes the file that makes it whole.
   *
   * @throws DirectoryInUseException if another run has taken it
   * @throws IOException if a run that it was taken from has written files into it since
   */
  public void seal(byte[] content) throws IOException {
    if (lock != null) {
      lock.requireOwn();
      requireFilesOfOneJob();
    }
    place().replace(seal, content);
  }

  private void requireFilesOfOneJob() throws IOException {
    Set<String> jobs = new TreeSet<>();
    for (String file : place().list()) {
      Matcher form = PART.matcher(file);
      if (form.matches()) {
        jobs.add(form.group(1));
      }
    }
    if (jobs.size() > 1) {
      throw new IOException(
          place()
              + " has files of "
              + jobs.size()
              + " jobs: a run that was paused has gone on writing; nothing is published, run"
              + " again");
    }
  }

  /** Removes what was written. */
  public void discard() throws IOException {
    try {
      parent.delete(aside);
    } finally {
      if (lock != null) {
        release(lock);
      }
    }
  }

  /** The directory stands as it is; a lock that cannot be deleted is stale for the next run. */
  private void release(RunLock held) {
    try {
      held.close();
      parent.child(lockName(name)).deleteIfEmpty();
    } catch (IOException | RuntimeException ignored) {
      // As above.
    }
  }
}
