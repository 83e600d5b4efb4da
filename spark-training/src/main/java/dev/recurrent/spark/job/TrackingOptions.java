package dev.recurrent.spark.job;

import dev.recurrent.spark.tracking.MlflowSettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

  @ChangeableOnResume
  @Option(
      names = "--mlflow",
      paramLabel = "URI",
      description =
          "Track the run on this MLflow server; off for none (default: MLFLOW_TRACKING_URI of the"
              + " environment).")
  @Nullable String mlflow;

  @ChangeableOnResume
  @Option(
      names = MetricsTable.OPTION,
      paramLabel = "NAME",
      description =
          "Table for the figures of each round, catalog.database.table (default: none). It is"
              + " created if it is not there. Rows are added when the run ends, each round once.")
  @Nullable String metricsTable;

  /**
   * The server, or null for none. An address in the environment that is no server's counts for
   * nothing here: it may be there for other programs.
   *
   * @throws JobException if {@code --mlflow} is no address
   */
  @Nullable MlflowSettings mlflow() {
    Map<String, String> environment = System.getenv();
    String named = environment.get("MLFLOW_TRACKING_URI");
    if (mlflow == null && named != null && !named.matches("(?i)https?://.+")) {
      return null;
    }
    try {
      return MlflowSettings.of(mlflow, environment);
    } catch (IllegalArgumentException e) {
      throw JobException.usage(String.valueOf(e.getMessage()));
    }
  }

  /**
   * @throws JobException naming the option that cannot be
   */
  void requireValid() {
    mlflow();
  }
}
