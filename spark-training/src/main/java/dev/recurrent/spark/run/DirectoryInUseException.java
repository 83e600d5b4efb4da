package dev.recurrent.spark.run;

/** Another run writes to the directory: one that lives, or one that has taken it over. */
public final class DirectoryInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private DirectoryInUseException(String message) {
    super(message);
  }

  static DirectoryInUseException owned(HadoopDirectory directory, RunLock.Owner owner) {
    return new DirectoryInUseException(
        directory
            + " is in use by the run of "
            + owner
            + "; wait for it, stop it, or choose another --output");
  }

  /** For a run that was taken for dead: it was stopped or cut off for longer than its lease. */
  static DirectoryInUseException lost(HadoopDirectory directory, String owner) {
    return new DirectoryInUseException(
        directory
            + " is no longer this run's: its lock "
            + owner
            + "; this run has ended without writing more");
  }
}
