package dev.recurrent.spark.tracking;

import dev.recurrent.format.JsonObject;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.spark.RoundReport;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run on an MLflow server: what is asked of it, within the limits of its API. */
final class MlflowRun {
  /** Of parameters and of tags in a request. */
  private static final int MOST_ENTRIES = 100;

  /** Of rounds in a request: at most 1,000 metrics. */
  private static final int MOST_ROUNDS = 100;

  /** Characters of a value that every version takes. */
  private static final int LONGEST_VALUE = 500;

  private static final int NOT_FOUND = 404;
  private static final String RUN_ID = "run_id";
  private static final String ARTIFACTS = "mlflow-artifacts:";
  private static final String MLFLOW = "mlflow/";

  private final MlflowClient client;
  private final String id;
  private final String experiment;
  private final String artifacts;
  private long sent;
  private boolean described;

  private MlflowRun(MlflowClient client, JsonObject info, @Nullable Object data) {
    this.client = client;
    this.sent = lastStep(data);
    this.described =
        data instanceof Map<?, ?> d && d.get("params") instanceof List<?> p && !p.isEmpty();
    this.id = info.text(RUN_ID);
    this.experiment = info.text("experiment_id");
    this.artifacts = info.has("artifact_uri") ? info.text("artifact_uri") : "";
  }

  /** A new run, with its tags. */
  static MlflowRun create(MlflowClient client, MlflowTracker.Facts facts, long millis)
      throws IOException, InterruptedException {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("experiment_id", experiment(client, facts.experiment()));
    request.put("start_time", millis);
    if (facts.runName() != null) {
      request.put("run_name", facts.runName());
    }
    request.put("tags", entries(facts.tags()));
    return made(client, client.post(MLFLOW + "runs/create", request), null);
  }

  /** The run of an earlier start, or null where the server has it no more. */
  static @Nullable MlflowRun resume(MlflowClient client, String id)
      throws IOException, InterruptedException {
    JsonObject answer;
    try {
      answer = client.get(MLFLOW + "runs/get?run_id=" + encoded(id));
    } catch (MlflowException e) {
      if (e.status() == NOT_FOUND) {
        return null;
      }
      throw e;
    }
    try {
      Map<String, Object> run = answer.object("run").values();
      if (run.get("info") instanceof Map<?, ?> info
          && "deleted".equals(info.get("lifecycle_stage"))) {
        return null;
      }
      MlflowRun found = made(client, answer, run.get("data"));
      client.post(MLFLOW + "runs/update", Map.of(RUN_ID, id, "status", "RUNNING"));
      return found;
    } catch (UnusableModelException e) {
      throw unexpected(e);
    }
  }

  private static MlflowRun made(MlflowClient client, JsonObject answer, @Nullable Object data)
      throws MlflowException {
    try {
      return new MlflowRun(client, answer.object("run").object("info"), data);
    } catch (UnusableModelException e) {
      throw unexpected(e);
    }
  }

  static MlflowException unexpected(UnusableModelException e) {
    return new MlflowException(
        200, "", "an answer that MLflow does not give: " + e.getMessage(), 0);
  }

  /** The last round that the server has: its epoch is a finite number in each. */
  private static long lastStep(@Nullable Object data) {
    long last = 0;
    if (data instanceof Map<?, ?> map && map.get("metrics") instanceof List<?> metrics) {
      for (Object metric : metrics) {
        if (metric instanceof Map<?, ?> one && RoundMetrics.EPOCH.equals(one.get("key"))) {
          String step = String.valueOf(one.get("step"));
          last = step.matches("\\d{1,18}") ? Math.max(last, Long.parseLong(step)) : last;
        }
      }
    }
    return last;
  }

  private static String experiment(MlflowClient client, String name)
      throws IOException, InterruptedException {
    String path = MLFLOW + "experiments/get-by-name?experiment_name=" + encoded(name);
    try {
      try {
        return client.get(path).object("experiment").text("experiment_id");
      } catch (MlflowException e) {
        if (e.status() != NOT_FOUND && !e.code().equals("RESOURCE_DOES_NOT_EXIST")) {
          throw e;
        }
      }
      try {
        return client
            .post(MLFLOW + "experiments/create", Map.of("name", name))
            .text("experiment_id");
      } catch (MlflowException e) {
        if (!e.code().equals("RESOURCE_ALREADY_EXISTS")) {
          throw e;
        }
        // Another run was quicker.
        return client.get(path).object("experiment").text("experiment_id");
      }
    } catch (UnusableModelException e) {
      throw unexpected(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static List<Object> entries(Map<String, String> values) {
    List<Object> entries = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          if (!value.isEmpty()) {
            String cut = value.substring(0, Math.min(LONGEST_VALUE, value.length()));
            entries.add(Map.of("key", key, "value", cut));
          }
        });
    return entries;
  }

  private void log(String field, List<Object> entries) throws IOException, InterruptedException {
    for (int i = 0; i < entries.size(); i += MOST_ENTRIES) {
      List<Object> some = entries.subList(i, Math.min(entries.size(), i + MOST_ENTRIES));
      client.post(MLFLOW + "runs/log-batch", Map.of(RUN_ID, id, field, some));
    }
  }

  /** Sends the parameters, once in the life of the run: MLflow lets nobody change them. */
  void parameters(Map<String, String> parameters) throws IOException, InterruptedException {
    if (!described) {
      log("params", entries(parameters));
      described = true;
    }
  }

  void tags(Map<String, String> tags) throws IOException, InterruptedException {
    log("tags", entries(tags));
  }

  /** Sends the rounds that the server does not have. */
  void rounds(List<RoundReport> rounds, double now) throws IOException, InterruptedException {
    List<RoundReport> fresh = rounds.stream().filter(r -> r.round() > sent).toList();
    double[] ends = RoundMetrics.ends(fresh, now);
    for (int i = 0; i < fresh.size(); i += MOST_ROUNDS) {
      int end = Math.min(fresh.size(), i + MOST_ROUNDS);
      List<Object> metrics = new ArrayList<>();
      for (int k = i; k < end; k++) {
        add(metrics, RoundMetrics.of(fresh.get(k)), ends[k], fresh.get(k).round());
      }
      client.post(MLFLOW + "runs/log-batch", Map.of(RUN_ID, id, "metrics", metrics));
      sent = fresh.get(end - 1).round();
    }
  }

  private static void add(List<Object> to, Map<String, Double> values, double end, long step) {
    values.forEach(
        (key, value) ->
            to.add(
                Map.of("key", key, "value", value, "timestamp", (long) (end * 1e3), "step", step)));
  }

  /** Sends figures of the result, at the last round. */
  void result(Map<String, Double> values, double now) throws IOException, InterruptedException {
    List<Object> metrics = new ArrayList<>();
    add(metrics, values, now, sent);
    log("metrics", metrics);
  }

  /** Says how the run ended. */
  void end(String status, long millis) throws IOException, InterruptedException {
    client.post(MLFLOW + "runs/update", Map.of(RUN_ID, id, "status", status, "end_time", millis));
  }

  /**
   * Sends a file where the server takes files; where it only names a storage of its own, nothing.
   */
  void artifact(String name, byte[] bytes) throws IOException, InterruptedException {
    // With a host it may be another server, which must not see who we are.
    if (artifacts.startsWith(ARTIFACTS) && !artifacts.startsWith(ARTIFACTS + "//")) {
      String path = artifacts.substring(ARTIFACTS.length()).replaceFirst("^/+", "");
      client.put("mlflow-artifacts/artifacts/" + path + "/" + encoded(name), bytes);
    }
  }

  /** Makes the published model a version of one in the server's registry; returns its number. */
  String register(MlflowRegistration registration) throws IOException, InterruptedException {
    return registration.carryOut(client, id, artifacts);
  }

  String id() {
    return id;
  }

  /** Behind the server's address: where a person sees the run. */
  String place() {
    return "/#/experiments/" + experiment + "/runs/" + id;
  }
}
