package dev.recurrent.spark.job;

/**
 * How a job ended.
 *
 * @param status its exit status
 * @param reason the line that the user reads, empty where the status is 0
 */
public record JobEnd(int status, String reason) {
  /** The job did what it was asked to. */
  public static final JobEnd DONE = new JobEnd(0, "");

  /**
   * Ends the process where the status is not 0: main's return would say 0. In YARN's application
   * master an exception ends it instead, so that YARN shows the reason.
   *
   * @throws IllegalStateException in an application master of YARN, if the status is not 0
   */
  public void endProcess() {
    System.out.flush();
    if (status == 0) {
      return;
    }
    if (inApplicationMaster()) {
      throw new IllegalStateException("exit " + status + ": " + reason);
    }
    // Spark's client mode gives main's status to the shell only this way.
    System.exit(status);
  }

  /** Spark sets system properties in the driver of cluster mode. */
  private static boolean inApplicationMaster() {
    return System.getProperty("spark.master", "").equals("yarn")
        && System.getProperty("spark.submit.deployMode", "").equals("cluster");
  }
}
