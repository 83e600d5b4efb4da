package dev.recurrent.spark.job;

import java.util.Map;

/** One action of the command line. */
public interface Job {
  /** The first word after the program's name: "generation". */
  String task();

  /** The second: "train". */
  String action();

  /**
   * Does it.
   *
   * @return the keys of the JSON result beside the common ones
   */
  Map<String, Object> run(JobContext context) throws Exception;
}
