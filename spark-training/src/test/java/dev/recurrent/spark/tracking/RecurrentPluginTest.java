package dev.recurrent.spark.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.metrics.sink.PrometheusServlet;
import org.junit.jupiter.api.Test;

class RecurrentPluginTest {
  private static final String PREFIX =
      "metrics_recurrent_driver_plugin_dev_recurrent_spark_tracking_RecurrentPlugin_";

  private final MetricRegistry registry = new MetricRegistry();
  private final RoundGauges gauges = (RoundGauges) new RecurrentPlugin().driverPlugin();

  private void register() {
    PluginContext context =
        (PluginContext)
            Proxy.newProxyInstance(
                PluginContext.class.getClassLoader(),
                new Class<?>[] {PluginContext.class},
                (proxy, method, arguments) -> registry);
    gauges.registerMetrics("app", context);
  }

  private Object value(String name) {
    return registry.getGauges().get(name).getValue();
  }

  @Test
  void theGaugesAreThoseOfTheLastRound() {
    register();
    assertEquals(Double.NaN, value("loss"));
    gauges.onOtherEvent(new RoundEvent(Rounds.of(2, 1.5)));
    gauges.onOtherEvent(new RoundEvent(Rounds.of(3, 1.25)));
    assertEquals(3.0, value("round"));
    assertEquals(1.25, value("loss"));
    assertEquals(2.0, value("validation_loss"), "round 3 has no validation");
    assertEquals(0.4, value("slowest_shard_seconds"));
    assertEquals(2000.0, value("targets_per_second"));
    assertEquals(0.75, value("epoch"));
    assertNull(new RecurrentPlugin().executorPlugin());
  }

  /** Spark puts namespace, "driver" and the source's name before a plugin's own names. */
  @Test
  void theDashboardAsksForTheNamesThatPrometheusGets() throws IOException {
    register();
    gauges.onOtherEvent(new RoundEvent(Rounds.of(2, 1.5)));
    MetricRegistry all = new MetricRegistry();
    registry
        .getGauges()
        .forEach(
            (name, gauge) ->
                all.register(
                    "recurrent.driver.plugin." + RecurrentPlugin.class.getName() + "." + name,
                    gauge));
    String text = new PrometheusServlet(new Properties(), all).getMetricsSnapshot(null);
    Set<String> exported = new TreeSet<>();
    text.lines()
        .filter(line -> line.contains("_Value{"))
        .forEach(line -> exported.add(line.substring(0, line.indexOf('{'))));
    assertTrue(exported.contains(PREFIX + "loss_Value"), text);
    assertEquals(gauges.names().size(), exported.size(), text);
    Set<String> asked = new TreeSet<>();
    JsonNode dashboard =
        new ObjectMapper().readTree(Files.readAllBytes(Path.of("../deploy/grafana/training.json")));
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        asked.add(target.path("expr").asText());
      }
    }
    assertEquals(exported, asked);
  }
}
