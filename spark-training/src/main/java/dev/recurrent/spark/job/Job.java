package dev.recurrent.spark.job;

import java.util.Map;

/**
 * One action of the command line. The program finds the classes that {@code
 * META-INF/services/dev.recurrent.spark.job.Job} names in any jar on the class path; each has a
 * public constructor without parameters, and picocli's annotations for its options.
 */
public interface Job {
  /** The first word after the program's name: "generation". */
  String task();

  /** The second: "train"; empty for a task of one action. */
  String action();

  /**
   * Checks what needs the options alone, before anything is opened or read.
   *
   * @throws IllegalArgumentException naming the option that cannot be
   */
  default void requireValid() {}

  /** Whether it works with Spark. One that does not runs without Spark on the class path. */
  default boolean usesSpark() {
    return true;
  }

  /**
   * Does it.
   *
   * @return the keys of the JSON result after the common ones, in a fixed order
   */
  Map<String, Object> run(JobContext context) throws Exception;
}
