package dev.recurrent.spark.job;

import picocli.CommandLine.Option;

/** Which tools see how a run goes on. */
final class TrackingOptions {
  @ChangeableOnResume
  @Option(
      names = "--tensorboard",
      defaultValue = "true",
      arity = "1",
      paramLabel = "true|false",
      description =
          "Write TensorBoard's event files to the run's directory at every checkpoint (default:"
              + " ${DEFAULT-VALUE}).")
  boolean tensorboard = true;
}
