package dev.recurrent.spark.job;

import dev.recurrent.format.FileContent;
import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.Redaction;
import dev.recurrent.spark.run.RunDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a search keeps in its directory: {@code search.json} with its options, {@code trials.jsonl}
 * with what is known of each trial, and at the end the best trial's model.
 */
final class SearchFiles {
  private static final String SEARCH = "search.json";
  private static final String LOG = "trials.jsonl";
  private static final String SETTINGS = "settings";

  private final RunDirectory directory;
  private final JobContext context;
  private final List<Trial> trials;

  SearchFiles(RunDirectory directory, JobContext context, List<Trial> trials) {
    this.directory = directory;
    this.context = context;
    this.trials = trials;
  }

  RunDirectory directory() {
    return directory;
  }

  List<Trial> trials() {
    return trials;
  }

  /**
   * Takes over what an earlier start left.
   *
   * @return the result of a search that has finished and is to be resumed, else null
   * @throws JobException if a search lies there and is not to be resumed, or had other options
   */
  @Nullable Map<String, Object> begin() throws IOException {
    boolean resume = flag("resume");
    boolean overwrite = flag("overwrite");
    if (resume && overwrite) {
      throw JobException.usage("--resume and --overwrite exclude each other");
    }
    byte[] before = directory.read(SEARCH);
    boolean anything = before != null || directory.finished() || directory.begun();
    if (anything && !resume && !overwrite) {
      throw JobException.usage(
          "--output " + directory + " holds a search or a run; give --resume or --overwrite");
    }
    if (overwrite) {
      directory.restart();
      directory.delete(TrainingSearch.TRIALS);
      directory.delete(LOG);
      directory.delete(SEARCH);
      return null;
    }
    if (before == null) {
      if (anything) {
        throw JobException.usage(
            "--output " + directory + " holds no search to resume; give --overwrite");
      }
      return null;
    }
    ResumePolicy.requireSameOptions(
        JsonObject.read(before, SEARCH).object(SETTINGS).texts(), context.options());
    if (directory.finished()) {
      Map<String, Object> result = new LinkedHashMap<>(directory.model().description().result());
      result.put("already_done", true);
      context.console().say("%s is finished already: nothing to do", directory);
      return result;
    }
    restore();
    return null;
  }

  private boolean flag(String name) {
    return "true".equals(context.settings().get(name));
  }

  private void restore() throws IOException {
    byte[] log = directory.read(LOG);
    if (log != null) {
      int number = 0;
      for (String line : new String(log, StandardCharsets.UTF_8).lines().toList()) {
        if (number < trials.size()) {
          String name = directory + "/" + LOG + " line " + (number + 1);
          trials.get(number).restore(JsonObject.read(line.getBytes(StandardCharsets.UTF_8), name));
        }
        number++;
      }
    }
    for (Trial trial : trials) {
      RunDirectory run = directory.nested(trial.directory());
      boolean finished = run.finished();
      if (finished || run.begun()) {
        // All others are to read the same snapshots.
        ModelDescription begun = ResumePolicy.description(run, finished);
        context.inputs().resume(begun.provenance().get(ResumePolicy.INPUTS));
        return;
      }
    }
  }

  /**
   * W of all trials: the option's, that of the search to resume, or the cluster's cores now.
   *
   * @param cores counts them
   */
  int shards(IntSupplier cores) throws IOException {
    byte[] before = directory.read(SEARCH);
    int shards;
    if (before == null) {
      int given = Integer.parseInt(context.settings().getOrDefault(TrainingOptions.SHARDS, "0"));
      shards = given > 0 ? given : cores.getAsInt();
      Map<String, Object> search = new LinkedHashMap<>();
      search.put(SETTINGS, context.settings());
      search.put(TrainingOptions.SHARDS, shards);
      directory.write(SEARCH, Json.document(search));
    } else {
      shards = JsonObject.read(before, SEARCH).integer(TrainingOptions.SHARDS);
    }
    directory.status("running", Map.of());
    return shards;
  }

  /** Says what is known of the trials. */
  synchronized void write() throws IOException {
    String lines =
        trials.stream()
            .map(trial -> Json.line(trial.toMap()))
            .collect(Collectors.joining("\n", "", "\n"));
    directory.write(LOG, lines.getBytes(StandardCharsets.UTF_8));
  }

  /** The search failed or was stopped. */
  void failed(Exception failure) throws IOException {
    boolean stopped = context.interruption().requested();
    Diagnosis why = Diagnosis.of(failure);
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("reason", stopped ? Interruption.message(failure) : why.message());
    more.put("exit", stopped ? context.interruption().exitStatus() : why.code().status());
    directory.status(stopped ? "interrupted" : "failed", more);
  }

  /**
   * Makes the best trial's model that of the search.
   *
   * @param stages of the search
   * @return the keys of the JSON result
   */
  Map<String, Object> publish(Trial best, int stages) throws IOException {
    ModelDirectory model = directory.nested(best.directory()).model();
    Map<String, Object> search = new LinkedHashMap<>();
    search.put("trials", trials.size());
    search.put("failed", trials.stream().filter(trial -> trial.failure() != null).count());
    search.put("best", best.number());
    search.put("metric", best.metric().name());
    search.put("score", best.figure());
    search.put("options", best.options());
    Map<String, Object> result = new LinkedHashMap<>(model.description().result());
    result.remove(ModelPublisher.SCORE);
    result.remove(ModelPublisher.MEASURE);
    result.put("output", Redaction.of(context.settings().getOrDefault("output", "")));
    result.put("search", search);
    Map<String, Object> description =
        JsonObject.read(model.file(ModelDirectory.MODEL), model.where()).values();
    description.put(ResumePolicy.RESULT, result);
    Map<String, FileContent> files = new LinkedHashMap<>();
    for (Manifest.File file : model.manifest().files()) {
      files.put(file.name(), model.content(file.name()));
    }
    SearchReport report = new SearchReport(trials, best, stages);
    files.put(ModelDirectory.MODEL, FileContent.of(Json.document(description)));
    files.put(
        RunningReport.NAME,
        FileContent.of(report.html(directory.toString()).getBytes(StandardCharsets.UTF_8)));
    directory.publishContents(files);
    RunEnd.finished(directory, result);
    report.lines().forEach(line -> context.console().say("%s", Console.fit(line)));
    context.console().say("the best trial's model, with report.html: %s", directory);
    return result;
  }
}
