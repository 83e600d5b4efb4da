package dev.recurrent.spark.tracking;

import com.codahale.metrics.Gauge;
import dev.recurrent.spark.RoundReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.jspecify.annotations.Nullable;

/** Gauges of the last round. A figure that there is not yet is no number. */
final class RoundGauges extends SparkListener implements DriverPlugin {
  private static final double MILLIS = 1000;

  private volatile @Nullable RoundReport last;

  /** A validation is not made in every round. */
  private volatile double validationLoss = Double.NaN;

  /** The figures by the names of their gauges. */
  private final Map<String, ToDoubleFunction<RoundReport>> figures = new LinkedHashMap<>();

  RoundGauges() {
    figures.put("round", RoundReport::round);
    figures.put("epoch", RoundReport::epoch);
    figures.put("loss", RoundReport::loss);
    figures.put("validation_loss", round -> validationLoss);
    figures.put("learning_rate", RoundReport::learningRate);
    figures.put("targets_per_second", RoundReport::targetsPerSecond);
    figures.put("round_seconds", RoundMetrics::seconds);
    figures.put("slowest_shard_seconds", round -> round.computeMillis() / MILLIS);
    figures.put("idle_seconds", round -> round.idleMillis() / MILLIS);
  }

  Set<String> names() {
    return figures.keySet();
  }

  @Override
  public Map<String, String> init(SparkContext spark, PluginContext context) {
    spark.addSparkListener(this);
    return Map.of();
  }

  @Override
  public void registerMetrics(String application, PluginContext context) {
    figures.forEach(
        (name, figure) -> {
          Gauge<Double> gauge = () -> value(figure);
          context.metricRegistry().register(name, gauge);
        });
  }

  private double value(ToDoubleFunction<RoundReport> figure) {
    RoundReport round = last;
    return round == null ? Double.NaN : figure.applyAsDouble(round);
  }

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof RoundEvent done) {
      Double loss = done.report().validation();
      if (loss != null) {
        validationLoss = loss;
      }
      last = done.report();
    }
  }
}
