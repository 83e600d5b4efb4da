package dev.recurrent.spark.job;

import dev.recurrent.spark.run.HadoopDirectory;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/** A new directory of rows: whole under its name or not there, as they are written aside first. */
public final class OutputDirectory {
  private final HadoopDirectory target;

  private OutputDirectory(HadoopDirectory target) {
    this.target = target;
  }

  /** Writes rows to a path of its own; exceptions that Spark throws undeclared pass through. */
  @FunctionalInterface
  public interface Writing {
    void to(String path) throws IOException;
  }

  /**
   * Where nothing lies yet.
   *
   * @throws JobException if something does
   */
  public static OutputDirectory vacant(String place, Configuration hadoop) throws IOException {
    HadoopDirectory target = HadoopDirectory.at(place, hadoop);
    if (!target.list().isEmpty()) {
      throw JobException.usage("--output " + place + " is there already; give another");
    }
    return new OutputDirectory(target);
  }

  /** Writes and, where that succeeds, publishes. */
  public void write(Writing writing) throws IOException {
    HadoopDirectory parent = target.parent();
    String work = ".writing-" + UUID.randomUUID();
    boolean published = false;
    try {
      writing.to(parent.child(work).toString());
      target.deleteIfEmpty();
      published = parent.publish(work, target.name());
    } finally {
      if (!published) {
        parent.delete(work);
      }
    }
  }
}
