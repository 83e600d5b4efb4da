package dev.recurrent.spark.job;

import picocli.CommandLine.Option;

/** Which of a run's validations are published, where a score decides. */
public final class BestOptions {
  @Option(
      names = "--average",
      defaultValue = "1",
      description =
          "Publish the mean of the parameters of the best N validations, if it scores no worse"
              + " than the best (default: 1).")
  public int average;

  /**
   * Checks what can be checked before any data is read.
   *
   * @throws JobException naming the option that cannot be
   */
  public void requireValid() {
    if (average < 1 || average > 20) {
      throw JobException.usage("--average is " + average + ", expected 1 to 20");
    }
  }
}
