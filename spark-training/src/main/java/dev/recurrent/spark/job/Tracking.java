package dev.recurrent.spark.job;

import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.spark.run.RunDirectory;
import dev.recurrent.spark.tracking.MlflowSettings;
import dev.recurrent.spark.tracking.MlflowTracker;
import dev.recurrent.spark.tracking.RoundRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an MLflow server is to know of a job, from its first round to its end. */
final class Tracking {
  /** Which run on which server: a job that resumes goes on in it. */
  private static final String NOTE = "mlflow.json";

  private static final String SERVER = "server";
  private static final String RUN = "run";
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration END = Duration.ofSeconds(15);
  private static final Duration END_WHEN_INTERRUPTED = Duration.ofSeconds(5);

  private final JobContext context;
  private final RunDirectory directory;
  private final TrackingOptions options;
  private final @Nullable MetricsTable metrics;
  private @Nullable MlflowTracker tracker;

  Tracking(JobContext context, RunDirectory directory, TrackingOptions options) {
    this.context = context;
    this.directory = directory;
    this.options = options;
    this.metrics = MetricsTable.open(context, directory, options.metricsTable);
  }

  /** What hears of each checkpoint for the table of metrics, or null where none is asked for. */
  @Nullable RoundRecord metrics(PlannedRun run) throws IOException {
    MetricsTable table = metrics;
    if (table == null) {
      return null;
    }
    table.begin(run.plan().resumes());
    return table::saved;
  }

  /** The run has finished in an earlier process, which may not have come to write its rows. */
  void already() {
    if (metrics != null) {
      metrics.finished();
    }
  }

  /** A record for the server, or null where none is asked for. */
  @Nullable RoundRecord begin(PlannedRun run) throws IOException {
    MlflowSettings settings = options.mlflow();
    if (settings == null) {
      return null;
    }
    String id = run.plan().resumes() ? noted(settings) : null;
    MlflowTracker begun =
        MlflowTracker.begin(settings, facts(settings, run), id, listener(settings), ANSWER);
    tracker = begun;
    return begun;
  }

  private @Nullable String noted(MlflowSettings settings) throws IOException {
    byte[] bytes = directory.read(NOTE);
    try {
      JsonObject note = bytes == null ? null : JsonObject.read(bytes, directory + "/" + NOTE);
      return note != null && note.text(SERVER).equals(settings.toString()) ? note.text(RUN) : null;
    } catch (UnusableModelException damaged) {
      return null;
    }
  }

  private MlflowTracker.Listener listener(MlflowSettings settings) {
    return new MlflowTracker.Listener() {
      @Override
      public void created(String id) throws IOException {
        Map<String, Object> note = new LinkedHashMap<>();
        note.put(SERVER, settings.toString());
        note.put(RUN, id);
        directory.write(NOTE, Json.document(note));
      }

      @Override
      public void say(String line) {
        context.console().sayShared("%s", line);
      }
    };
  }

  @SuppressWarnings("unchecked")
  private MlflowTracker.Facts facts(MlflowSettings settings, PlannedRun run) {
    Map<String, Object> description = run.description();
    Map<String, String> parameters =
        new LinkedHashMap<>(
            (Map<String, String>) Objects.requireNonNull(description.get(ResumePolicy.SETTINGS)));
    parameters.put("local-steps", Integer.toString(run.plan().localSteps()));
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("mlflow.source.name", "recurrent " + context.name());
    tags.put("mlflow.source.type", "JOB");
    tags.put("mlflow.user", System.getProperty("user.name", ""));
    tags.put("recurrent.kind", String.valueOf(description.get("kind")));
    tags.put("recurrent.data", String.valueOf(description.get(ResumePolicy.DATA)));
    tags.put("recurrent.model", directory.toString());
    if (description.get("provenance") instanceof Map<?, ?> provenance) {
      provenance.forEach((name, value) -> tags.put("recurrent." + name, String.valueOf(value)));
      String version = String.valueOf(provenance.get("recurrent"));
      tags.put("mlflow.source.git.commit", version.replaceFirst("^[^+]*\\+?", ""));
    }
    String experiment = settings.experiment();
    return new MlflowTracker.Facts(
        experiment == null ? "recurrent " + context.name() : experiment,
        settings.runName(),
        parameters,
        tags);
  }

  /**
   * The model is there.
   *
   * @param result the keys of the JSON result
   */
  void finished(Map<String, Object> result) {
    already();
    MlflowTracker known = tracker;
    if (known == null) {
      return;
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (result.get("validation") instanceof Map<?, ?> validation) {
      validation.forEach(
          (name, value) -> {
            if (value instanceof Number n && Double.isFinite(n.doubleValue())) {
              metrics.put("result/" + name, n.doubleValue());
            }
          });
    }
    Map<String, String> tags = new LinkedHashMap<>();
    if (result.get("theta") != null) {
      tags.put("recurrent.theta", String.valueOf(result.get("theta")));
    }
    known.end(
        new MlflowTracker.End(
            MlflowTracker.Status.FINISHED,
            metrics,
            tags,
            artifacts(),
            Publication.registration(result, tags)),
        END);
  }

  private Map<String, byte[]> artifacts() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : new String[] {RunningReport.NAME, ModelDirectory.MODEL}) {
      try {
        byte[] bytes = directory.read(name);
        if (bytes != null) {
          files.put(name, bytes);
        }
      } catch (IOException | RuntimeException unreadable) {
        context
            .console()
            .sayShared(
                "%s is not sent to MLflow: %s", name, String.valueOf(unreadable.getMessage()));
      }
    }
    return files;
  }

  /** The job ended before its model was there, or the model was not published. */
  void failed(Throwable failure) {
    if (failure instanceof JobException job && job.code() == ExitCode.NOT_PUBLISHED) {
      finished(Map.of());
      return;
    }
    boolean stopped = context.interruption().requested();
    if (metrics != null && !stopped) {
      metrics.failed();
    }
    MlflowTracker known = tracker;
    if (known == null) {
      return;
    }
    String reason = stopped ? Interruption.message(failure) : Diagnosis.of(failure).message();
    MlflowTracker.Status status =
        stopped ? MlflowTracker.Status.KILLED : MlflowTracker.Status.FAILED;
    known.end(
        new MlflowTracker.End(status, Map.of(), Map.of("recurrent.reason", reason), Map.of(), null),
        stopped ? END_WHEN_INTERRUPTED : END);
  }
}
