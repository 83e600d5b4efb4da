package dev.recurrent.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server answers, alone and to many at once. */
@Timeout(60)
class ModelServerTest {
  @TempDir Path folder;
  private Path go = Path.of("go");

  @BeforeEach
  void nameTheFile() {
    go = folder.resolve("go");
  }

  private TestServer echo(ServerConfig config) throws IOException {
    return new TestServer(EchoKind.write(folder.resolve("echo"), "a"), config);
  }

  @Test
  void aSequenceIsAnsweredAsThePredictorAnswersIt() throws Exception {
    SequenceModel model = SequenceModel.input(2).recurrent(CellType.GRU, 3).dense(1);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 7);
    SequencePredictor predictor = new SequencePredictor(model, parameters);
    predictor.save(folder.resolve("model"));
    try (TestServer server = new TestServer(folder.resolve("model"), TestServer.CONFIG)) {
      HttpResponse<String> answer =
          server.post("/v1/predict", "{\"features\": [[1, 2.5], [-3e-1, 4]]}").get();
      float[][] rows =
          predictor.predict(Sequence.of(new float[] {1, 2.5f}, new float[] {-0.3f, 4}));
      assertEquals(200, answer.statusCode());
      assertEquals(
          "{\"rows\":" + Arrays.deepToString(rows).replace(" ", "") + "}\n", answer.body());
      assertEquals("application/json", answer.headers().firstValue("Content-Type").orElse(""));
      HttpResponse<String> refused = server.post("/v1/predict", "{\"features\": [[1]]}").get();
      assertEquals(
          "{\"error\":\"field \\\"features[0]\\\" has 1 numbers, expected 2\"}\n", refused.body());
    }
  }

  @Test
  void concurrentRequestsAreComputedTogether() throws Exception {
    try (TestServer server = echo(TestServer.CONFIG)) {
      CompletableFuture<HttpResponse<String>> first = server.held(go);
      List<CompletableFuture<HttpResponse<String>>> rest = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        rest.add(server.echo("t" + i));
      }
      server.awaitMetric("recurrent_queue_length 5");
      Files.createFile(go);
      assertTrue(first.get().body().contains("\"together\":1"), first.get().body());
      for (int i = 0; i < 5; i++) {
        String body = rest.get(i).get().body();
        assertTrue(body.contains("\"together\":5") && body.contains("\"t" + i + "\""), body);
      }
    }
  }

  @Test
  void aFullQueueIsRefused() throws Exception {
    try (TestServer server = echo(TestServer.CONFIG.withSizes(1, 1, 1, 1000))) {
      CompletableFuture<HttpResponse<String>> computed = server.held(go);
      CompletableFuture<HttpResponse<String>> waiting = server.echo("b");
      server.awaitMetric("recurrent_queue_length 1");
      HttpResponse<String> refused = server.echo("c").get();
      assertEquals(429, refused.statusCode());
      assertTrue(refused.body().contains("the queue is full with 1 requests"), refused.body());
      Files.createFile(go);
      assertEquals(200, computed.get().statusCode());
      assertEquals(200, waiting.get().statusCode());
    }
  }

  @Test
  void whoWaitsTooLongHearsSo() throws Exception {
    try (TestServer server = echo(TestServer.CONFIG.withTimeout(Duration.ofSeconds(1)))) {
      HttpResponse<String> late = server.held(go).get();
      assertEquals(503, late.statusCode());
      assertTrue(late.body().contains("no answer within 1 s"), late.body());
      Files.createFile(go);
      assertEquals(200, server.echo("b").get().statusCode());
    }
  }

  @Test
  void oneRequestOfABatchDoesNotSpoilTheOthers() throws Exception {
    try (TestServer server = echo(TestServer.CONFIG)) {
      CompletableFuture<HttpResponse<String>> first = server.held(go);
      List<CompletableFuture<HttpResponse<String>>> all =
          List.of(server.echo("good"), server.echo("bad"), server.echo("broken"));
      server.awaitMetric("recurrent_queue_length 3");
      Files.createFile(go);
      assertEquals(200, first.get().statusCode());
      assertEquals(200, all.get(0).get().statusCode());
      assertEquals("{\"error\":\"field \\\"text\\\" is bad\"}\n", all.get(1).get().body());
      assertEquals(400, all.get(1).get().statusCode());
      HttpResponse<String> broken = all.get(2).get();
      assertEquals(500, broken.statusCode());
      assertFalse(broken.body().contains("secret"), broken.body());
      assertEquals("a secret of the model", server.failures.get(0).getCause().getMessage());
    }
  }

  @Test
  void stoppingAnswersWhatWasAcceptedAndRefusesTheRest() throws Exception {
    TestServer server = echo(TestServer.CONFIG.withSizes(1, 8, 1, 1000));
    List<CompletableFuture<HttpResponse<String>>> accepted = new ArrayList<>();
    accepted.add(server.held(go));
    for (int i = 0; i < 3; i++) {
      accepted.add(server.echo("t" + i));
    }
    server.awaitMetric("recurrent_queue_length 3");
    CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(server.server::stop);
    while (server.get("/health").statusCode() == 200) {
      Thread.sleep(5);
    }
    assertEquals(503, server.get("/health").statusCode());
    assertEquals(503, server.echo("late").get().statusCode());
    Files.createFile(go);
    assertTrue(stopped.get());
    for (CompletableFuture<HttpResponse<String>> one : accepted) {
      assertEquals(200, one.get().statusCode());
    }
    assertThrows(ConnectException.class, () -> server.get("/health"));
  }

  @Test
  void pathsAndMethodsThatAreNotThereAreNamed() throws Exception {
    try (TestServer server = echo(TestServer.CONFIG)) {
      HttpResponse<String> unknown = server.get("/v1/classify");
      assertEquals(404, unknown.statusCode());
      assertTrue(unknown.body().contains("there are: POST /v1/echo, GET /,"), unknown.body());
      assertEquals(404, server.get("/health/x").statusCode());
      HttpResponse<String> get = server.get("/v1/echo");
      assertEquals(405, get.statusCode());
      assertEquals("POST", get.headers().firstValue("Allow").orElse(""));
      assertEquals(405, server.post("/health", "{}").get().statusCode());
      HttpRequest delete = server.request("/metrics").DELETE().build();
      assertEquals(405, server.send(delete).statusCode());
    }
  }

  @Test
  void healthMetricsAndThePageSayWhatIsServed() throws Exception {
    try (TestServer server = echo(TestServer.CONFIG)) {
      assertEquals(200, server.echo("a").get().statusCode());
      assertEquals(400, server.post("/v1/echo", "{}").get().statusCode());
      String health = server.get("/health").body();
      assertTrue(health.startsWith("{\"status\":\"ready\",\"kind\":\"echo\""), health);
      String metrics = server.get("/metrics").body();
      for (String line :
          List.of(
              "recurrent_requests_total{code=\"200\"} 1",
              "recurrent_requests_total{code=\"400\"} 1",
              "recurrent_errors_total 1",
              "recurrent_queue_length 0",
              "recurrent_batch_size_bucket{le=\"1.0\"} 1",
              "recurrent_request_seconds_bucket{le=\"+Inf\"} 2",
              "recurrent_request_seconds_count 2")) {
        assertTrue(metrics.contains("\n" + line + "\n"), line + ": " + metrics);
      }
      String page = server.get("/").body();
      assertTrue(page.contains("POST /v1/echo") && page.contains("a file to wait for"), page);
    }
  }

  @Test
  void theNewestModelOfARegistryTakesOverWithoutLosingARequest() throws Exception {
    Path registry = folder.resolve("registry");
    EchoKind.write(registry.resolve("models/one"), "one");
    EchoKind.write(registry.resolve("models/two"), "two");
    Files.writeString(registry.resolve("latest"), "one\n");
    try (TestServer server = new TestServer(registry, TestServer.CONFIG)) {
      CompletableFuture<HttpResponse<String>> before = server.held(go);
      CompletableFuture<HttpResponse<String>> waiting = server.echo("b");
      server.awaitMetric("recurrent_queue_length 1");
      Files.writeString(registry.resolve("latest"), "two\n");
      server.server.reload();
      CompletableFuture<HttpResponse<String>> after = server.echo("c");
      server.awaitMetric("recurrent_queue_length 2");
      Files.createFile(go);
      assertTrue(before.get().body().contains("\"model\":\"one\""), before.get().body());
      assertTrue(waiting.get().body().contains("\"model\":\"one\""), waiting.get().body());
      assertTrue(after.get().body().contains("\"model\":\"two\""), after.get().body());
      Files.writeString(registry.resolve("latest"), "three\n");
      server.server.reload();
      assertEquals(1, server.failures.size());
      assertTrue(server.echo("d").get().body().contains("\"model\":\"two\""));
      assertTrue(server.get("/metrics").body().contains("\nrecurrent_reloads_total 1\n"));
    }
  }

  @Test
  void aServerLooksForANewerModelByItself() throws Exception {
    Path model = EchoKind.write(folder.resolve("echo"), "one");
    ServerConfig often =
        new ServerConfig(
            "127.0.0.1", 0, 1, 8, 1, 1000, Duration.ofSeconds(10), Duration.ofSeconds(1));
    try (TestServer server = new TestServer(model, often)) {
      assertTrue(server.echo("a").get().body().contains("\"model\":\"one\""));
      EchoKind.write(model, "two");
      server.awaitMetric("recurrent_reloads_total 1");
      assertTrue(server.echo("b").get().body().contains("\"model\":\"two\""));
    }
  }

  @Test
  void whatCannotBeServedIsRefusedAtTheStart() throws Exception {
    assertThrows(
        UnusableModelException.class, () -> new TestServer(folder, TestServer.CONFIG).close());
    ServerConfig nowhere =
        new ServerConfig(
            "no.such.host.invalid", 0, 1, 1, 1, 1, Duration.ofSeconds(1), Duration.ZERO);
    Exception host = assertThrows(IllegalArgumentException.class, () -> echo(nowhere).close());
    assertTrue(host.getMessage().startsWith("host is \"no.such.host.invalid\""), host.toString());
    try (TestServer server = echo(TestServer.CONFIG)) {
      int port = server.server.address().getPort();
      Exception taken =
          assertThrows(BindException.class, () -> echo(ServerConfig.local(port)).close());
      assertTrue(taken.getMessage().contains("port " + port), taken.toString());
      assertTrue(server.server.address().getAddress().isLoopbackAddress());
    }
  }
}
