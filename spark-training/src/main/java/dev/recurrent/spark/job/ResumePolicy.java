package dev.recurrent.spark.job;

import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.spark.run.RunDirectory;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What kind of start a training job has: a fresh one, one that goes on from a checkpoint, or none,
 * as the run has finished. Decided by the directory and the options alone, before data is read.
 */
final class ResumePolicy {
  static final String RESULT = "result";
  static final String SETTINGS = "settings";
  static final String DATA = "data";
  static final String INPUTS = "inputs";

  /** Options that a run to resume has as it began, where they are not given again. */
  private static final Set<String> STAYS =
      Set.of(TrainingOptions.BATCH_SIZE, TrainingOptions.EPOCHS, OptimizerOptions.BETA2);

  private final @Nullable ModelDescription before;
  private final boolean done;

  private ResumePolicy(@Nullable ModelDescription before, boolean done) {
    this.before = before;
    this.done = done;
  }

  /**
   * Decides; a run to overwrite is forgotten here.
   *
   * @throws JobException if a run lies there and neither --resume nor --overwrite is given, or the
   *     run to resume had other options
   */
  static ResumePolicy decide(
      RunDirectory directory, TrainingOptions options, EffectiveOptions effective)
      throws IOException {
    // A finished model beside checkpoints is the old one of a run that was to overwrite it.
    boolean begun = directory.begun();
    boolean finished = directory.finished() && !begun;
    if (options.overwrite) {
      directory.restart();
      return new ResumePolicy(null, false);
    }
    if (!finished && !begun) {
      // With --resume too: the run was killed before its first checkpoint, or never started.
      return new ResumePolicy(null, false);
    }
    if (options.resume) {
      ModelDescription before = description(directory, finished);
      requireSameOptions(before.settings(), effective);
      return new ResumePolicy(before, finished);
    }
    throw JobException.usage(
        "--output "
            + options.output
            + (finished
                ? " holds a finished model; give --overwrite to train again, or another --output"
                : " holds a run that did not finish; give --resume or --overwrite"));
  }

  /** What the run that has begun, or has finished, in a directory wrote of itself. */
  static ModelDescription description(RunDirectory directory, boolean finished) throws IOException {
    byte[] model =
        finished
            ? directory.model().file(ModelDirectory.MODEL)
            : directory.newestFile(ModelDirectory.MODEL);
    return ModelDescription.read(model, directory + "/" + ModelDirectory.MODEL);
  }

  /**
   * Checks that a run to resume had the same options.
   *
   * @throws JobException naming one that it had not
   */
  static void requireSameOptions(Map<String, String> before, EffectiveOptions effective) {
    for (String name : effective.fixed()) {
      String now = effective.values().get(name);
      String formerName = effective.formerName(name);
      String old = before.get(name);
      if (old == null && formerName != null) {
        old = before.get(formerName);
      }
      if (!same(name, old, now, effective)) {
        throw JobException.usage(
            "--resume: the run had "
                + (old == null ? "no --" + name : "--" + name + " " + old)
                + ", now "
                + (now == null ? "it is not given" : "it is " + now));
      }
    }
  }

  private static boolean same(
      String name, @Nullable String old, @Nullable String now, EffectiveOptions effective) {
    if (old == null) {
      // Not given then, or not known to the build that began the run.
      return now == null || now.equals(effective.byDefault(name));
    }
    if (now == null) {
      return STAYS.contains(name);
    }
    // The shards were counted when the run began.
    boolean asBegun = name.equals(TrainingOptions.SHARDS) && now.equals("0");
    return asBegun || now.equals(old);
  }

  boolean resumes() {
    return before != null;
  }

  /** Whether the run to resume has finished already. */
  boolean done() {
    return done;
  }

  /** The result of the run that has finished. */
  Map<String, Object> before() {
    return resumed().result();
  }

  /** By what the run to resume was begun. */
  Map<String, Object> provenance() {
    return resumed().provenance();
  }

  /** The same once more. */
  Map<String, Object> result() {
    Map<String, Object> result = new LinkedHashMap<>(before());
    result.put("already_done", true);
    return result;
  }

  /**
   * Checks that the run to resume had the same data.
   *
   * @throws JobException if it had other data
   */
  void requireSameData(String fingerprint) {
    if (before != null && !before.data().equals(fingerprint)) {
      throw new ChangedInputException();
    }
  }

  /** The model's sizes as the run to resume had them. */
  <T extends Record> T config(Class<T> type) {
    return resumed().config(type);
  }

  /** The shards of the run to resume. */
  int shards() {
    return Integer.parseInt(resumed().settings().getOrDefault(TrainingOptions.SHARDS, "1"));
  }

  /** Gives the run to resume what it had, where options do not say it again. */
  void fit(TrainingOptions options) {
    Map<String, String> settings = resumed().settings();
    options.fitData(
        Integer.parseInt(settings.getOrDefault(TrainingOptions.BATCH_SIZE, "32")),
        Integer.parseInt(settings.getOrDefault(TrainingOptions.EPOCHS, "10")));
    String beta2 = settings.get(OptimizerOptions.BETA2);
    if (beta2 != null) {
      options.steps.fitBeta2(Float.parseFloat(beta2));
    }
  }

  private ModelDescription resumed() {
    return Objects.requireNonNull(before, "nothing is resumed");
  }
}
