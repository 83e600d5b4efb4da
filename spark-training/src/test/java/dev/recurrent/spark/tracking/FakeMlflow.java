package dev.recurrent.spark.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An MLflow server in memory, by the REST API's description. It refuses what the real one refuses:
 * unknown fields, requests above the limits, metrics that are no numbers, parameters that change.
 */
public final class FakeMlflow implements AutoCloseable {
  /** What happens to a request instead of its answer. */
  public interface Fault {
    /** Returns whether the request is answered all the same. */
    boolean meet(HttpExchange exchange) throws IOException, InterruptedException;
  }

  public final Map<String, String> experiments = new TreeMap<>();
  public final Map<String, String> parameters = new TreeMap<>();
  public final Map<String, String> tags = new TreeMap<>();

  /** "key@step" to value; a second value for one of them is an error here. */
  public final Map<String, Double> metrics = new TreeMap<>();

  public final Map<String, String> artifacts = new TreeMap<>();
  public final List<String> statuses = new ArrayList<>();
  public final List<String> requests = new ArrayList<>();
  public final List<String> errors = new ArrayList<>();
  public final List<String> authorizations = new ArrayList<>();
  public final ConcurrentLinkedDeque<Fault> faults = new ConcurrentLinkedDeque<>();

  /** The number and the alias of each registered version, by model; null: there is no registry. */
  public @Nullable Map<String, List<String>> models = new TreeMap<>();

  String artifactRoot = "mlflow-artifacts:/7";
  public int runs;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;

  public FakeMlflow() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work);
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::handle);
    server.start();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  static Fault status(int code, String... headers) {
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(code, -1);
      exchange.close();
      return false;
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    Fault fault = faults.poll();
    try {
      if (fault != null && !fault.meet(exchange)) {
        exchange.close();
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    String answer;
    int status = 200;
    synchronized (this) {
      String path = exchange.getRequestURI().getPath();
      requests.add(exchange.getRequestMethod() + " " + path);
      authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      try {
        answer = answer(exchange, path, body);
      } catch (Refusal e) {
        answer = "{\"error_code\": \"" + e.code + "\", \"message\": \"" + e.getMessage() + "\"}";
        status = e.status;
      }
      if (status == 400) {
        errors.add(path + ": " + answer);
      }
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int status;
    final String code;

    Refusal(int status, String code, String message) {
      super(message);
      this.status = status;
      this.code = code;
    }
  }

  private static void require(boolean right, String message) {
    if (!right) {
      throw new Refusal(400, "INVALID_PARAMETER_VALUE", message);
    }
  }

  private String answer(HttpExchange exchange, String path, byte[] body) throws IOException {
    String prefix = "/api/2.0/mlflow-artifacts/artifacts/7/";
    if (path.startsWith(prefix)) {
      require(exchange.getRequestMethod().equals("PUT"), "artifacts are put");
      artifacts.put(path.substring(prefix.length()), new String(body, StandardCharsets.UTF_8));
      return "{}";
    }
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    JsonNode request = body.length == 0 ? json.createObjectNode() : json.readTree(body);
    require(
        body.length == 0
            || "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type")),
        "a body is JSON");
    switch (path.replace("/api/2.0/mlflow/", "")) {
      case "experiments/get-by-name" -> {
        String id = experiments.get(query.replace("experiment_name=", ""));
        if (id == null) {
          throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", "no such experiment");
        }
        return "{\"experiment\": {\"experiment_id\": \"" + id + "\"}}";
      }
      case "experiments/create" -> {
        requireOnly(request, "name");
        experiments.put(request.path("name").asText(), "7");
        return "{\"experiment_id\": \"7\"}";
      }
      case "runs/create" -> {
        requireOnly(request, "experiment_id", "start_time", "run_name", "tags");
        require(request.path("experiment_id").asText().equals("7"), "no such experiment");
        require(request.path("start_time").isIntegralNumber(), "start_time is no number");
        runs++;
        put(request.path("tags"), tags, true);
        return run(false);
      }
      case "runs/get" -> {
        if (!query.equals("run_id=r" + runs)) {
          throw new Refusal(404, "RESOURCE_DOES_NOT_EXIST", "no such run");
        }
        return run(true);
      }
      case "runs/log-batch" -> {
        logBatch(request);
        return "{}";
      }
      case "runs/update" -> {
        requireOnly(request, "run_id", "status", "end_time");
        statuses.add(request.path("status").asText());
        return "{}";
      }
      case "registered-models/create", "registered-models/alias", "model-versions/create" -> {
        return registry(path, request);
      }
      default -> throw new Refusal(404, "ENDPOINT_NOT_FOUND", path);
    }
  }

  private String registry(String path, JsonNode request) {
    if (models == null) {
      throw new Refusal(404, "ENDPOINT_NOT_FOUND", path);
    }
    String name = request.path("name").asText();
    if (path.endsWith("registered-models/create")) {
      requireOnly(request, "name", "tags", "description");
      if (models.putIfAbsent(name, new ArrayList<>()) != null) {
        throw new Refusal(409, "RESOURCE_ALREADY_EXISTS", "there is such a model");
      }
      return "{}";
    }
    List<String> versions = models.get(name);
    require(versions != null, "no such model");
    if (path.endsWith("alias")) {
      requireOnly(request, "name", "alias", "version");
      versions.replaceAll(version -> version.replaceFirst("@.*", ""));
      int index = request.path("version").asInt() - 1;
      versions.set(index, versions.get(index) + "@" + request.path("alias").asText());
      return "{}";
    }
    requireOnly(request, "name", "source", "run_id", "tags", "description");
    String source = request.path("source").asText();
    require(source.matches("(?!file:)[a-z0-9-]+:.+"), "a local path is no source");
    Map<String, String> own = new TreeMap<>();
    put(request.path("tags"), own, true);
    versions.add(source + " of " + own.get("recurrent.model"));
    return "{\"model_version\": {\"name\": \"m\", \"version\": \"" + versions.size() + "\"}}";
  }

  private String run(boolean withData) throws IOException {
    String info =
        "{\"info\": {\"run_id\": \"r%d\", \"experiment_id\": \"7\", \"lifecycle_stage\":"
            + " \"active\", \"artifact_uri\": \"%s/r%d/artifacts\"}";
    StringBuilder text = new StringBuilder("{\"run\": " + info.formatted(runs, artifactRoot, runs));
    if (withData) {
      long last =
          metrics.keySet().stream()
              .filter(key -> key.startsWith("epoch@"))
              .mapToLong(key -> Long.parseLong(key.substring(6)))
              .max()
              .orElse(0);
      text.append(", \"data\": {\"metrics\": [{\"key\": \"epoch\", \"value\": 1.0, \"step\": \"")
          .append(last)
          .append("\"}], \"params\": ")
          .append(parameters.isEmpty() ? "[]" : "[{\"key\": \"a\", \"value\": \"b\"}]")
          .append('}');
    }
    return text.append("}}").toString();
  }

  private void logBatch(JsonNode request) {
    requireOnly(request, "run_id", "metrics", "params", "tags");
    require(request.path("run_id").asText().equals("r" + runs), "no such run");
    require(request.path("metrics").size() <= 1000, "more than 1000 metrics");
    require(request.path("params").size() <= 100, "more than 100 params");
    require(request.path("tags").size() <= 100, "more than 100 tags");
    put(request.path("params"), parameters, false);
    put(request.path("tags"), tags, true);
    for (JsonNode metric : request.path("metrics")) {
      requireOnly(metric, "key", "value", "timestamp", "step");
      require(metric.path("key").asText().matches("[\\w\\-. /]+"), "a metric's name");
      require(metric.path("value").isNumber(), "a metric is no number");
      require(metric.path("timestamp").asLong() > 1_600_000_000_000L, "milliseconds since 1970");
      String key = metric.path("key").asText() + "@" + metric.path("step").asLong();
      require(metrics.put(key, metric.path("value").asDouble()) == null, key + " is sent twice");
    }
  }

  private static void put(JsonNode entries, Map<String, String> to, boolean changeable) {
    for (JsonNode entry : entries) {
      requireOnly(entry, "key", "value");
      String value = entry.path("value").asText();
      require(!value.isEmpty() && value.length() <= 500, "a value of " + value.length());
      String before = to.put(entry.path("key").asText(), value);
      require(changeable || before == null || before.equals(value), "a parameter is changed");
    }
  }

  private static void requireOnly(JsonNode object, String... fields) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    names.removeAll(List.of(fields));
    require(names.isEmpty(), "unknown fields");
  }

  public synchronized int seen(String request) {
    return (int) requests.stream().filter(r -> r.endsWith(request)).count();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
