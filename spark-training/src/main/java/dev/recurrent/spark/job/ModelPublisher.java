package dev.recurrent.spark.job;

import dev.recurrent.format.FileContent;
import dev.recurrent.format.Json;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.format.Redaction;
import dev.recurrent.nn.EnsembleLayout;
import dev.recurrent.report.HtmlReport;
import dev.recurrent.report.Section;
import dev.recurrent.spark.ParameterHash;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.run.Checkpoint;
import dev.recurrent.spark.run.CheckpointAverage;
import dev.recurrent.spark.run.RunDirectory;
import dev.recurrent.spark.run.TrainingResult;
import dev.recurrent.spark.run.ValidationMetric;
import dev.recurrent.spark.tracking.RoundMetrics;
import dev.recurrent.train.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A run that has ended, and the one who makes a finished model of it. */
public final class ModelPublisher {
  /** How good a trial of a search is, in its result. */
  static final String SCORE = "score";

  /** What the score is of. */
  static final String MEASURE = "measure";

  private final PlannedRun run;
  private final Model<?> model;
  private final EnsembleMembers members;
  private final TrainingResult result;
  private final @Nullable ValidationMetric metric;
  private final ToDoubleFunction<float[]> validationLoss;
  private final Map<String, byte[]> attached = new LinkedHashMap<>();

  /**
   * @param validationLoss of one network's parameters
   */
  ModelPublisher(
      PlannedRun run,
      Model<?> model,
      EnsembleMembers members,
      @Nullable ValidationMetric metric,
      ToDoubleFunction<float[]> validationLoss) {
    this.run = run;
    this.validationLoss = validationLoss;
    this.model = model;
    this.members = members;
    this.result = members.together();
    this.metric = metric;
  }

  /**
   * The run's result; its parameters are those of the best validation, of an ensemble those of all
   * members.
   */
  public TrainingResult result() {
    return result;
  }

  /** What is to be published of a run that a metric has watched. */
  public CheckpointAverage best() {
    if (EnsembleLayout.members(model.layout(), result.parameters) > 1) {
      // Each network has chosen already.
      return new CheckpointAverage(result.parameters, 1, "");
    }
    CheckpointAverage best =
        CheckpointAverage.of(result, Objects.requireNonNull(metric, "no metric"));
    if (!best.said().isEmpty()) {
      run.console().say("%s", best.said());
    }
    return best;
  }

  /** Work that takes a while, to be closed when it is done. */
  public Activity activity(String what) {
    return run.context().activity(what);
  }

  /** One line to the user. */
  public void say(String pattern, Object... values) {
    run.console().say(pattern, values);
  }

  /** Curves, rounds, network and settings, for the report of any task. */
  @SuppressWarnings("unchecked")
  public List<Section> sections(TrainingResult published, String unit) {
    Object settings = run.description().get(ResumePolicy.SETTINGS);
    List<Section> sections = new ArrayList<>(members.sections());
    sections.addAll(
        new RunFigures(published.reports, model, unit, chosenBy(), published.end)
            .sections(
                (Map<String, String>) Objects.requireNonNull(settings),
                Provenance.of(run.plan().localSteps()),
                run.files().keySet()));
    return sections;
  }

  /** Adds a file to the finished model that its checkpoints do not have. */
  public void attach(String name, byte[] bytes) {
    attached.put(name, bytes);
  }

  /** The report's second line. */
  public String subtitle() {
    return run.directory().toString();
  }

  /**
   * Writes the finished model; returns the keys of the JSON result.
   *
   * @param published the run's result, or with other parameters to publish
   * @param more keys of the task's own, behind those of every task
   */
  public Map<String, Object> publish(
      TrainingResult published,
      Map<String, Object> validation,
      Map<String, Object> more,
      HtmlReport report)
      throws IOException {
    Map<String, Object> keys = keys(published, validation);
    keys.putAll(more);
    Publication publication = Publication.of(run.context(), run.options().publish);
    Map<String, Object> decision = Map.of();
    if (publication != null) {
      decision = publication.decide(finished(published));
      keys.put(Publication.KEY, decision);
    }
    Map<String, Object> description = new LinkedHashMap<>(run.description());
    description.put(ResumePolicy.RESULT, keys);
    Map<String, FileContent> all = new LinkedHashMap<>();
    run.files().forEach((name, bytes) -> all.put(name, FileContent.of(bytes)));
    attached.forEach((name, bytes) -> all.put(name, FileContent.of(bytes)));
    all.put(ModelDirectory.MODEL, FileContent.of(Json.document(description)));
    all.put(ParameterFile.NAME, ParameterFile.content(model.layout(), published.parameters));
    all.put(Checkpoint.METRICS, FileContent.of(Checkpoint.metrics(published.reports)));
    all.put(RunningReport.NAME, FileContent.of(report.html().getBytes(StandardCharsets.UTF_8)));
    RunDirectory directory = run.directory();
    directory.publishContents(all);
    RunEnd.finished(directory, keys);
    say("model, with report.html: %s", directory);
    if (publication != null) {
      publication.carryOut(decision, directory.model(), run.console());
    }
    return keys;
  }

  /** The name of what validations choose by. */
  private String chosenBy() {
    return metric == null ? "validation loss" : metric.name();
  }

  private Publication.Finished finished(TrainingResult published) {
    ValidationMetric chosen = metric;
    return new Publication.Finished(
        model.kind(),
        Objects.requireNonNull(run.description().get("config")),
        run.files(),
        model.layout(),
        published.parameters,
        chosenBy(),
        chosen == null,
        chosen == null
            ? all -> mean(all, validationLoss)
            : all -> mean(all, p -> chosen.score(p, ValidationMetric.NO_ROUND)),
        ParameterHash.hash(published.parameters));
  }

  /** Of an ensemble, the mean of its members' scores. */
  private double mean(float[] parameters, ToDoubleFunction<float[]> score) {
    List<float[]> networks = EnsembleLayout.split(model.layout(), parameters);
    return networks.stream().mapToDouble(score).sum() / networks.size();
  }

  /** Epochs done: a whole number, or with two decimals where the run ended within one. */
  static Number epochs(TrainingResult published) {
    List<RoundReport> reports = published.reports;
    double done = reports.isEmpty() ? 0 : reports.get(reports.size() - 1).epoch();
    double rounded = Math.round(100 * done) / 100.0;
    if (rounded == Math.rint(rounded)) {
      return (long) rounded;
    }
    return rounded;
  }

  private Map<String, Object> keys(TrainingResult published, Map<String, Object> validation) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("output", Redaction.of(run.options().output));
    keys.put("parameters", published.parameters.length);
    keys.put("rounds", published.rounds);
    keys.put("epochs", epochs(published));
    keys.put("targets_per_second", RoundMetrics.targetsPerSecond(published.reports));
    // A round without targets has no loss.
    published.reports.stream()
        .mapToDouble(RoundReport::loss)
        .filter(Double::isFinite)
        .reduce((earlier, later) -> later)
        .ifPresent(loss -> keys.put("train_loss", loss));
    keys.put("validation", validation);
    keys.put("theta", ParameterHash.hash(published.parameters));
    keys.put("ended_by", published.end.name().toLowerCase(Locale.ROOT));
    keys.putAll(members.keys());
    TrialWatch trial = run.context().trial();
    if (trial != null) {
      keys.put(SCORE, trial.figure());
      keys.put(MEASURE, trial.measure());
    }
    return keys;
  }
}
