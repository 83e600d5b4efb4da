package dev.recurrent.spark.job;

/** A failure with its exit code and the one line that a user reads. */
public final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  public JobException(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  public JobException(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public static JobException usage(String message) {
    return new JobException(ExitCode.USAGE, message);
  }

  public static JobException badInput(String message) {
    return new JobException(ExitCode.BAD_INPUT, message);
  }

  public ExitCode code() {
    return code;
  }
}
