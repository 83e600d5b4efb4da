package dev.recurrent.spark.tracking;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Puts the figures of a run's last round among Spark's own metrics, for whatever sink the cluster
 * has: {@code --conf spark.plugins=dev.recurrent.spark.tracking.RecurrentPlugin}.
 */
public final class RecurrentPlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new RoundGauges();
  }

  /** Executors have nothing of their own to say. */
  @Override
  public @Nullable ExecutorPlugin executorPlugin() {
    return null;
  }
}
