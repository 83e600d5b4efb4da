package dev.recurrent.spark.job;

import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.StagedDirectory;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A new directory of rows: whole under its name or not there. On an object store, where nothing can
 * be renamed in one step, it is whole when {@code _SUCCESS} is there.
 */
public final class OutputDirectory {
  /** Written last, by the run that owns the directory: Spark's own would know no owner. */
  private static final String SEAL = "_SUCCESS";

  private static final String OUTPUT = "--output";

  private final String option;
  private final HadoopDirectory target;

  private OutputDirectory(String option, HadoopDirectory target) {
    this.option = option;
    this.target = target;
  }

  /** Writes rows to a path of its own; exceptions that Spark throws undeclared pass through. */
  @FunctionalInterface
  public interface Writing {
    void to(String path) throws IOException;
  }

  /**
   * Where nothing lies yet but, on an object store, what a killed run left.
   *
   * @throws JobException if something does, or nothing can be written there
   */
  public static OutputDirectory vacant(String place, Configuration hadoop) throws IOException {
    return vacant(OUTPUT, place, hadoop);
  }

  /**
   * The same for another option than {@code --output}.
   *
   * @param option that names the place
   */
  static OutputDirectory vacant(String option, String place, Configuration hadoop)
      throws IOException {
    String given = option + " " + place;
    HadoopDirectory target = HadoopDirectory.at(place, hadoop);
    if (target.name().isEmpty()) {
      throw JobException.usage(given + " is all of a file system; name a directory");
    }
    if (!target.list().isEmpty() && !StagedDirectory.isUnfinished(target, SEAL)) {
      StagedDirectory.sweepLock(target, SEAL);
      throw JobException.usage(given + " is there already; give another");
    }
    requireWritable(option, place, target);
    return new OutputDirectory(option, target);
  }

  /**
   * Asks before the work that is to be written: nothing is left there.
   *
   * @throws JobException if nothing can be written there
   */
  public static void requireWritable(String place, HadoopDirectory target) throws IOException {
    requireWritable(OUTPUT, place, target);
  }

  private static void requireWritable(String option, String place, HadoopDirectory target)
      throws IOException {
    try {
      target.requireWritable();
    } catch (IOException | IllegalArgumentException e) {
      JobException refused = refused(option + " " + place, e);
      if (refused != null) {
        throw refused;
      }
      throw e;
    }
  }

  /**
   * What is said of a place that this user cannot write; null for another failure.
   *
   * @param given the option and the place
   */
  static @Nullable JobException refused(String given, Exception e) {
    Diagnosis diagnosis = Diagnosis.of(e);
    return diagnosis.code() == ExitCode.BAD_INPUT || diagnosis.code() == ExitCode.USAGE
        ? new JobException(ExitCode.USAGE, given + " cannot be written: " + diagnosis.message(), e)
        : null;
  }

  /** Writes and, where that succeeds, publishes. */
  public void write(Writing writing) throws IOException {
    StagedDirectory staged = target.parent().stage(target.name(), SEAL);
    boolean published = false;
    try {
      writing.to(staged.place().uri());
      staged.seal(new byte[0]);
      published = staged.publish();
    } finally {
      // Spark throws checked exceptions that nobody declares: no catch would name them all.
      if (!published) {
        staged.discard();
      }
    }
    if (!published) {
      throw JobException.usage(
          option + " " + target + " was written by another run in the meantime");
    }
  }
}
