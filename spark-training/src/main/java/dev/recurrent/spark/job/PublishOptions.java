package dev.recurrent.spark.job;

import dev.recurrent.spark.run.ModelRegistry;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a finished model takes the place of the one that is in use. */
final class PublishOptions {
  @ChangeableOnResume
  @Option(
      names = "--publish",
      paramLabel = "DIR",
      description =
          "A registry of models. The finished model is copied to DIR/models, and DIR/latest"
              + " then names it. If it is worse than the model that DIR/latest names, nothing is"
              + " copied and the exit code is 7. --model DIR reads the latest.")
  @Nullable String registry;

  @ChangeableOnResume
  @Option(
      names = "--publish-margin",
      defaultValue = "0",
      paramLabel = "SCORE",
      description =
          "How much worse than the model in use the finished one may be, in the unit of the"
              + " validation score (default: ${DEFAULT-VALUE}).")
  double margin;

  @ChangeableOnResume
  @Option(
      names = "--keep-models",
      defaultValue = "5",
      paramLabel = "N",
      description =
          "How many of the newest models the registry keeps, including the one in use (default:"
              + " ${DEFAULT-VALUE}).")
  int keep;

  /**
   * @throws JobException naming the option that cannot be
   */
  void requireValid() {
    if (!(margin >= 0)) {
      throw JobException.usage("--publish-margin is " + margin + ", expected 0 or more");
    }
    if (keep < 1) {
      throw JobException.usage("--keep-models is " + keep + ", expected 1 or more");
    }
  }

  /** The registry, or null without the option. */
  @Nullable ModelRegistry open(Configuration hadoop) throws IOException {
    return registry == null ? null : ModelRegistry.at(registry, hadoop);
  }
}
