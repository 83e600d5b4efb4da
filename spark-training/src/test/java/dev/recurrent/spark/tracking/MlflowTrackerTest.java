package dev.recurrent.spark.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MlflowTrackerTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private FakeMlflow server;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<String> created = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = new FakeMlflow();
  }

  @AfterEach
  void stop() {
    server.close();
    assertEquals(List.of(), server.errors, "requests that MLflow refuses");
  }

  private MlflowTracker begin(String address, String id, Duration wait, Map<String, String> more) {
    Map<String, String> parameters = new TreeMap<>(more);
    parameters.put("cell", "lstm");
    parameters.put("nothing", "");
    parameters.put("input", "x".repeat(2000));
    MlflowTracker.Facts facts =
        new MlflowTracker.Facts("text ü", "run", parameters, Map.of("recurrent.data", "ab12"));
    MlflowTracker.Listener listener =
        new MlflowTracker.Listener() {
          @Override
          public void created(String made) {
            created.add(made);
          }

          @Override
          public void say(String line) {
            said.add(line);
          }
        };
    return MlflowTracker.begin(MlflowSettings.of(address, Map.of()), facts, id, listener, wait);
  }

  private MlflowTracker begin(String id) {
    return begin(server.address(), id, LONG, Map.of());
  }

  private static void finish(MlflowTracker tracker) {
    byte[] page = "<p>page</p>".getBytes(StandardCharsets.UTF_8);
    tracker.end(
        new MlflowTracker.End(
            MlflowTracker.Status.FINISHED,
            Map.of("result/accuracy", 0.9),
            Map.of("recurrent.theta", "ff"),
            Map.of("report.html", page),
            null),
        LONG);
  }

  private Set<String> steps(String metric) {
    Set<String> steps = new TreeSet<>();
    server.metrics.keySet().stream()
        .filter(key -> key.startsWith(metric + "@"))
        .forEach(key -> steps.add(key.replaceFirst(".*@", "")));
    return steps;
  }

  @Test
  void theServerHasTheParametersTheRoundsAndTheEnd() {
    MlflowTracker tracker = begin(null);
    tracker.saved(Rounds.upTo(2));
    tracker.saved(Rounds.upTo(4));
    finish(tracker);
    assertEquals(Map.of("text ü", "7"), server.experiments);
    assertEquals("lstm", server.parameters.get("cell"));
    assertEquals(Set.of("cell", "input"), server.parameters.keySet());
    assertEquals(Set.of("1", "2", "3", "4"), steps("loss/training"));
    assertEquals(Set.of("2", "4"), steps("loss/validation"));
    assertEquals(0.75, server.metrics.get("loss/validation@4"));
    assertEquals(0.9, server.metrics.get("result/accuracy@4"));
    assertEquals(Map.of("recurrent.data", "ab12", "recurrent.theta", "ff"), server.tags);
    assertEquals(List.of("FINISHED"), server.statuses);
    assertEquals(Map.of("r1/artifacts/report.html", "<p>page</p>"), server.artifacts);
    assertEquals(List.of("r1"), created);
    assertEquals(List.of("MLflow: " + server.address() + "/#/experiments/7/runs/r1"), said);
  }

  @Test
  void manyRoundsAndParametersGoInRequestsWithinTheLimits() {
    Map<String, String> many = new TreeMap<>();
    for (int i = 0; i < 150; i++) {
      many.put("option-" + i, "v" + i);
    }
    MlflowTracker tracker = begin(server.address(), null, LONG, many);
    tracker.saved(Rounds.upTo(250));
    finish(tracker);
    assertEquals(250, steps("loss/training").size());
    assertEquals(152, server.parameters.size());
  }

  @Test
  void aResumedJobGoesOnInItsRun() {
    server.faults.clear();
    MlflowTracker first = begin(null);
    first.saved(Rounds.upTo(3));
    first.end(
        new MlflowTracker.End(MlflowTracker.Status.KILLED, Map.of(), Map.of(), Map.of(), null),
        LONG);
    MlflowTracker second = begin("r1");
    second.saved(Rounds.upTo(5));
    finish(second);
    assertEquals(1, server.runs);
    assertEquals(1, server.seen("runs/create"));
    assertEquals(List.of("KILLED", "RUNNING", "FINISHED"), server.statuses);
    assertEquals(Set.of("1", "2", "3", "4", "5"), steps("epoch"));
  }

  @Test
  void aRunThatTheServerHasNoMoreIsMadeAgain() {
    MlflowTracker tracker = begin("gone");
    tracker.saved(Rounds.upTo(2));
    finish(tracker);
    assertEquals(List.of("r1"), created);
    assertEquals(Set.of("1", "2"), steps("epoch"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"500", "503", "429", "408", "drop"})
  void aServerThatFailsForAWhileGetsEverythingLater(String fault) {
    // Java's client tries a dropped GET once more by itself.
    for (int i = 0; i < (fault.equals("drop") ? 2 : 1); i++) {
      server.faults.add(
          fault.equals("drop")
              ? exchange -> false
              : FakeMlflow.status(Integer.parseInt(fault), "Retry-After", "1"));
    }
    MlflowTracker tracker = begin(null);
    tracker.saved(Rounds.upTo(3));
    while (server.seen("runs/log-batch") < 2) {
      Thread.onSpinWait();
    }
    finish(tracker);
    assertEquals(Set.of("1", "2", "3"), steps("epoch"));
    assertEquals(2, said.size(), said.toString());
    assertTrue(said.get(0).endsWith("the run goes on and tries again"), said.toString());
  }

  @Test
  void aServerThatIsDownIsSaidOnceAndDelaysNothing() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    long begin = System.nanoTime();
    MlflowTracker tracker = begin("http://127.0.0.1:" + port, null, LONG, Map.of());
    for (int i = 1; i < 1000; i++) {
      tracker.saved(Rounds.upTo(2));
    }
    long saved = System.nanoTime();
    while (said.isEmpty()) {
      Thread.onSpinWait();
    }
    finish(tracker);
    assertTrue(saved - begin < 5e9, "seconds " + (saved - begin) / 1e9);
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).startsWith("MLflow at http://127.0.0.1:" + port), said.toString());
    assertEquals(List.of(), created);
  }

  @Test
  void aServerThatNeverAnswersIsLeftAtTheEnd() {
    for (int i = 0; i < 100; i++) {
      server.faults.add(
          exchange -> {
            Thread.sleep(20_000);
            return false;
          });
    }
    MlflowTracker tracker = begin(server.address(), null, LONG, Map.of());
    tracker.saved(Rounds.upTo(2));
    long begin = System.nanoTime();
    tracker.end(
        new MlflowTracker.End(MlflowTracker.Status.FAILED, Map.of(), Map.of(), Map.of(), null),
        Duration.ofMillis(300));
    assertTrue(System.nanoTime() - begin < 10e9);
    assertEquals(1, said.size(), said.toString());
  }

  @Test
  void aBodyThatNeverEndsIsGivenUp() {
    server.faults.add(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          Thread.sleep(20_000);
          return false;
        });
    MlflowTracker tracker = begin(server.address(), null, Duration.ofMillis(700), Map.of());
    tracker.saved(Rounds.upTo(1));
    while (said.isEmpty()) {
      Thread.onSpinWait();
    }
    assertTrue(said.get(0).contains("no answer in 700 ms"), said.toString());
    finish(tracker);
  }

  @Test
  void redirectsAreFollowedOnTheSameHostAlone() throws IOException {
    server.faults.add(
        FakeMlflow.status(
            308,
            "Location",
            server.address()
                + "/api/2.0/mlflow"
                + "/experiments/get-by-name?experiment_name=text%20%C3%BC"));
    MlflowTracker tracker = begin(null);
    tracker.saved(Rounds.upTo(1));
    finish(tracker);
    assertEquals(List.of("FINISHED"), server.statuses);
    said.clear();
    try (FakeMlflow other = new FakeMlflow()) {
      String elsewhere = other.address().replace("127.0.0.1", "localhost");
      server.faults.add(FakeMlflow.status(307, "Location", elsewhere + "/api/2.0/"));
      MlflowTracker refused = begin(null);
      finish(refused);
      assertEquals(List.of(), other.requests);
      assertTrue(said.get(0).contains("redirects to localhost"), said.toString());
    }
  }

  @Test
  void whoMayNotIsSentToTheVariablesOfTheEnvironment() {
    server.faults.add(FakeMlflow.status(401));
    MlflowTracker tracker = begin(null);
    finish(tracker);
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).contains("MLFLOW_TRACKING_TOKEN"), said.toString());
  }

  @Test
  void whatIsNoMlflowServerIsNotAskedAgain() {
    server.faults.add(
        exchange -> {
          exchange.sendResponseHeaders(200, 4);
          exchange.getResponseBody().write("<a/>".getBytes(StandardCharsets.UTF_8));
          return false;
        });
    MlflowTracker tracker = begin(null);
    finish(tracker);
    assertTrue(said.get(0).contains("is this an MLflow server?"), said.toString());
    assertEquals(List.of(), server.requests);
  }

  @Test
  void aServerWithAStorageOfItsOwnGetsNoFiles() {
    server.artifactRoot = "s3://bucket/7";
    MlflowTracker tracker = begin(null);
    finish(tracker);
    assertEquals(Map.of(), server.artifacts);
    assertEquals(List.of("FINISHED"), server.statuses);
  }

  @Test
  void theUserOfTheAddressIsSentAndNeverShown() {
    String address = server.address().replace("http://", "http://me:secret@");
    MlflowTracker tracker = begin(address, null, LONG, Map.of());
    finish(tracker);
    assertEquals(Set.of("Basic bWU6c2VjcmV0"), Set.copyOf(server.authorizations));
    assertFalse(said.toString().contains("secret"), said.toString());
  }
}
