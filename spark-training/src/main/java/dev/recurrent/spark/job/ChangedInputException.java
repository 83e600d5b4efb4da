package dev.recurrent.spark.job;

/** A run is to be resumed with other data than it began with. */
final class ChangedInputException extends JobException {
  private static final long serialVersionUID = 1L;

  ChangedInputException() {
    super(ExitCode.USAGE, "--resume: the input is not what the run began with");
  }
}
