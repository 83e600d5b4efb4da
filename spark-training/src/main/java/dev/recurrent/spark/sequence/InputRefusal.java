package dev.recurrent.spark.sequence;

import dev.recurrent.spark.table.UnusableInputException;

/** What a task said of the input, below what Spark puts around it. */
final class InputRefusal {
  private InputRefusal() {}

  /**
   * Does nothing if no task refused the input.
   *
   * @throws UnusableInputException with what the task said, the failure being its cause
   */
  static void rethrow(Throwable failure) {
    for (Throwable at = failure.getCause(); at != null; at = at.getCause()) {
      if (at instanceof UnusableInputException) {
        throw new UnusableInputException(String.valueOf(at.getMessage()), failure);
      }
    }
  }
}
