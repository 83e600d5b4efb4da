package dev.recurrent.spark.table;

/** Input, or an option about it, that cannot be used. Its message is one line for a user. */
public final class UnusableInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean usage;

  public UnusableInputException(String message) {
    this(message, false);
  }

  public UnusableInputException(String message, Throwable cause) {
    super(message, cause);
    this.usage = false;
  }

  private UnusableInputException(String message, boolean usage) {
    super(message);
    this.usage = usage;
  }

  /** An option has a value that no input could make right. */
  public static UnusableInputException usage(String message) {
    return new UnusableInputException(message, true);
  }

  /** Whether an option is at fault, not the data. */
  public boolean isUsage() {
    return usage;
  }
}
