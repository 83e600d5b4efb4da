package dev.recurrent.spark.job;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A failure with its exit code and the one line that a user reads. */
public class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  public JobException(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  public JobException(ExitCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public static JobException usage(String message) {
    return new JobException(ExitCode.USAGE, message);
  }

  public static JobException badInput(String message) {
    return new JobException(ExitCode.BAD_INPUT, message);
  }

  /**
   * Makes what a user's options describe.
   *
   * @throws JobException as a wrong usage, where it refuses the options with an {@link
   *     IllegalArgumentException}; elsewhere that is a defect and nobody's usage
   */
  public static <T> T usageIfIllegal(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new JobException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Makes what one option names.
   *
   * @param option that a message is to begin with, where what it names has another name
   * @throws JobException as {@link #usageIfIllegal} does
   */
  public static <T> T named(String option, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new JobException(ExitCode.USAGE, option + ": " + e.getMessage(), e);
    }
  }

  public ExitCode code() {
    return code;
  }
}
