package dev.recurrent.spark.job;

import dev.recurrent.format.Json;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.report.HtmlReport;
import dev.recurrent.report.Section;
import dev.recurrent.spark.ParameterHash;
import dev.recurrent.spark.run.Checkpoint;
import dev.recurrent.spark.run.DirectoryInUseException;
import dev.recurrent.spark.run.RunDirectory;
import dev.recurrent.spark.run.TrainingRun;
import dev.recurrent.train.Model;
import dev.recurrent.train.Optimizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The books of a training job: whose directory it is, whether it goes on from a checkpoint, what
 * its settings came out as, and what is published at the end. Every {@code train} uses one.
 */
public final class RunBook implements AutoCloseable {
  private static final String RESULT = "result";

  /** Options that change where and how long a run goes, not what it computes up to there. */
  private static final Set<String> MAY_CHANGE =
      Set.of(
          ("output overwrite resume config master conf verbose max-minutes patience init-from input"
                  + " source target validation-input validation-source validation-target test-input"
                  + " vectors-input")
              .split(" "));

  private final RunDirectory directory;
  private final TrainingOptions options;
  private final Map<String, String> settings;
  private final String fingerprint;
  private final @Nullable ModelDescription resumed;
  private final int defaultShards;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Map<String, Object> description = new LinkedHashMap<>();
  private int localSteps;

  private RunBook(
      RunDirectory directory,
      JobContext context,
      TrainingOptions options,
      String fingerprint,
      @Nullable ModelDescription resumed) {
    this.directory = directory;
    this.options = options;
    this.settings = new LinkedHashMap<>(context.settings());
    this.fingerprint = fingerprint;
    this.resumed = resumed;
    this.defaultShards = context.spark().defaultParallelism();
  }

  /**
   * Takes the output directory and decides what kind of start this is.
   *
   * @param fingerprint of the input data
   * @throws JobException if a run lies there and neither --resume nor --overwrite is given, or the
   *     run to resume had other settings or data
   */
  public static RunBook open(JobContext context, TrainingOptions options, String fingerprint)
      throws IOException, InterruptedException {
    if (options.resume && options.overwrite) {
      throw JobException.usage("--resume and --overwrite exclude each other");
    }
    RunDirectory directory = RunDirectory.take(options.output, context.hadoop());
    try {
      RunBook book =
          new RunBook(directory, context, options, fingerprint, previous(directory, options));
      book.requireSame();
      if (options.resume && !book.resumes()) {
        book.say("no checkpoint in %s yet: starting from the beginning", directory);
      }
      return book;
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** {@code model.json} of the run to resume, or null for a fresh start. */
  private static @Nullable ModelDescription previous(
      RunDirectory directory, TrainingOptions options) throws IOException {
    // A finished model beside checkpoints is the old one of a run that was to overwrite it.
    boolean finished = directory.finished() && !directory.begun();
    if (options.overwrite) {
      directory.clear();
      return null;
    }
    if (options.resume && !finished && !directory.begun()) {
      // Killed before its first checkpoint, or never started: from the beginning.
      return null;
    }
    if (options.resume) {
      byte[] model =
          finished
              ? directory.model().file(ModelDirectory.MODEL)
              : directory.newestFile(ModelDirectory.MODEL);
      return ModelDescription.read(model, directory + "/" + ModelDirectory.MODEL);
    }
    if (finished || directory.begun()) {
      throw JobException.usage(
          "--output "
              + options.output
              + (finished
                  ? " holds a finished model; give --overwrite to train anew, or another --output"
                  : " holds a run that did not finish; give --resume or --overwrite"));
    }
    return null;
  }

  private void requireSame() {
    if (resumed == null) {
      return;
    }
    Map<String, String> before = resumed.settings();
    for (Map.Entry<String, String> now : settings.entrySet()) {
      String key = now.getKey();
      String old = before.getOrDefault(key, "");
      boolean chosenAtStart = now.getValue().equals("0") && key.equals("shards");
      if (!MAY_CHANGE.contains(key) && !chosenAtStart && !old.equals(now.getValue())) {
        throw JobException.usage(
            "--resume: the run had --" + key + " " + old + ", now it is " + now.getValue());
      }
    }
    if (!resumed.data().equals(fingerprint)) {
      throw JobException.usage("--resume: the input is not what the run began with");
    }
  }

  public boolean resumes() {
    return resumed != null;
  }

  /** Whether the run to resume has finished already. */
  public boolean alreadyDone() throws IOException {
    return resumed != null && directory.finished() && !directory.begun();
  }

  /** The result of the finished run once more; nothing is computed. */
  public Map<String, Object> doneResult() {
    say("%s is finished already: nothing to do", directory);
    Map<String, Object> result = new LinkedHashMap<>(Objects.requireNonNull(resumed).result());
    result.put("already_done", true);
    return result;
  }

  /** The model's sizes as the run to resume had them. */
  public <T extends Record> T configToResume(Class<T> type) {
    return Objects.requireNonNull(resumed).config(type);
  }

  /** A file of the checkpoint to resume. */
  public byte[] fileToResume(String name) throws IOException {
    return directory.newestFile(name);
  }

  /** W: as the option says, as the resumed run had it, or the cluster's cores. */
  public int shards() {
    int shards =
        options.shards > 0
            ? options.shards
            : resumed != null
                ? Integer.parseInt(resumed.settings().getOrDefault("shards", "1"))
                : Math.max(1, defaultShards);
    settings.put("shards", Integer.toString(shards));
    return shards;
  }

  /** H, worked out from sizes where the option says auto. */
  public int localSteps(int parameters, int targetsPerBatch, int batchesPerEpoch) {
    localSteps = options.localSteps(parameters, targetsPerBatch, batchesPerEpoch);
    return localSteps;
  }

  int localSteps() {
    return localSteps;
  }

  /** A file that belongs to the model, beside its parameters. */
  public void add(String name, byte[] bytes) {
    files.put(name, bytes);
  }

  /** Writes a file that is no part of the model, for a run that resumes this one. */
  public void note(String name, byte[] bytes) throws IOException {
    directory.write(name, bytes);
  }

  /** What the run to resume noted under a name, or null. */
  public byte @Nullable [] noteToResume(String name) throws IOException {
    return resumes() ? directory.read(name) : null;
  }

  /** What the model is. */
  public void describe(String kind, Object config) {
    description.put("kind", kind);
    description.put("formatVersion", ModelDescription.FORMAT_VERSION);
    description.put("config", config);
    description.put("settings", settings);
    description.put("data", fingerprint);
    description.put("provenance", Provenance.of(localSteps));
    files.put(ModelDirectory.MODEL, Json.document(description));
  }

  /** The checkpoint to begin from: fresh, or the newest that holds. */
  Checkpoint begin(ParameterLayout layout, Optimizer optimizer, Checkpoint fresh)
      throws IOException {
    return resumed == null
        ? fresh
        : directory.restore(layout, optimizer, shards(), List.copyOf(files.keySet()));
  }

  Map<String, byte[]> files() {
    return files;
  }

  RunDirectory directory() {
    return directory;
  }

  /** One line to the user, on standard error. */
  public void say(String pattern, Object... values) {
    System.err.println(String.format(Locale.ROOT, pattern, values));
  }

  /**
   * Writes the finished model; returns the keys of the JSON result.
   *
   * @param more keys of the task's own, behind those of every task
   */
  public Map<String, Object> publish(
      Model<?> model,
      TrainingRun.Result result,
      Map<String, Object> validation,
      Map<String, Object> more,
      HtmlReport report)
      throws IOException {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("output", options.output);
    keys.put("parameters", model.layout().size());
    keys.put("rounds", result.state.round);
    keys.put("epochs", result.state.epoch);
    keys.put("targets_per_second", RunFigures.targetsPerSecond(result.reports));
    keys.put("train_loss", result.reports.get(result.reports.size() - 1).loss());
    keys.put("validation", validation);
    keys.put("theta", ParameterHash.hash(result.parameters));
    keys.put("ended_by", result.end.name().toLowerCase(Locale.ROOT));
    keys.putAll(more);
    description.put(RESULT, keys);
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put(ModelDirectory.MODEL, Json.document(description));
    all.put(ParameterFile.NAME, ParameterFile.write(model.layout(), result.parameters));
    all.put(Checkpoint.METRICS, Checkpoint.metrics(result.reports));
    all.put("report.html", report.html().getBytes(StandardCharsets.UTF_8));
    directory.publish(all);
    directory.status("finished", Map.of("round", result.state.round, "result", keys));
    say("model: %s, report: %s/report.html", directory, directory);
    return keys;
  }

  /** Curves, rounds, network and settings, for the report of any task. */
  public List<Section> sections(TrainingRun.Result result, Model<?> model, String unit) {
    return new RunFigures(result, model, unit)
        .sections(settings, Provenance.of(localSteps), files.keySet());
  }

  /** The report's second line. */
  public String subtitle() {
    return directory.toString();
  }

  /** Says how the run failed, where that can still be written. */
  void failed(Throwable cause) {
    try {
      String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
      directory.status("failed", Map.of("reason", reason));
    } catch (IOException | DirectoryInUseException unwritable) {
      say("run-status.json cannot be written: %s", String.valueOf(unwritable.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
