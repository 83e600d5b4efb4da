package dev.recurrent.spark.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MlflowRegistrationTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private FakeMlflow server;
  private final List<String> said = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = new FakeMlflow();
  }

  @AfterEach
  void stop() {
    server.close();
    assertEquals(List.of(), server.errors, "requests that MLflow refuses");
  }

  /** A run that ends with a model in use. */
  private void publish(String place) {
    MlflowTracker.Listener listener =
        new MlflowTracker.Listener() {
          @Override
          public void created(String made) {}

          @Override
          public void say(String line) {
            said.add(line);
          }
        };
    MlflowTracker.begin(
            MlflowSettings.of(server.address(), Map.of()),
            new MlflowTracker.Facts("sales", null, Map.of("cell", "gru"), Map.of()),
            null,
            listener,
            LONG)
        .end(
            new MlflowTracker.End(
                MlflowTracker.Status.FINISHED,
                Map.of(),
                Map.of(),
                Map.of(),
                new MlflowRegistration("sales", place, Map.of("recurrent.theta", "ff"))),
            LONG);
  }

  @Test
  void aPublishedModelIsAVersionAndTheAliasNamesTheNewest() {
    publish("s3a://models/sales/models/1");
    publish("file:/data/sales/models/2");
    assertEquals(
        Map.of(
            "sales",
            List.of(
                "s3a://models/sales/models/1 of s3a://models/sales/models/1",
                "mlflow-artifacts:/7/r2/artifacts of file:/data/sales/models/2@champion")),
        server.models);
    assertTrue(said.contains("MLflow: model sales, version 2 is now champion"), said.toString());
  }

  @Test
  void aServerWithoutARegistryGivesOneWarning() {
    server.models = null;
    publish("s3a://models/sales/models/1");
    assertEquals(List.of("FINISHED"), server.statuses);
    assertEquals(2, said.size(), said.toString());
    assertTrue(said.get(1).contains("model sales is not registered: status 404"), said.get(1));
  }
}
