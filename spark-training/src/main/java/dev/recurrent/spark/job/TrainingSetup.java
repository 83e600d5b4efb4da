package dev.recurrent.spark.job;

import dev.recurrent.format.Json;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.spark.run.ClusterCores;
import dev.recurrent.spark.run.RunDirectory;
import dev.recurrent.train.Model;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training job whose data are known: what a task asks while it makes its model and its shards,
 * until it can {@link #describe} the model.
 */
public final class TrainingSetup {
  private final JobContext context;
  private final TrainingOptions options;
  private final RunDirectory directory;
  private final ResumePolicy policy;
  private final String fingerprint;
  private final Tracking tracking;
  private final int shards;
  private final Map<String, Object> origins = new LinkedHashMap<>();

  TrainingSetup(
      JobContext context,
      TrainingOptions options,
      RunDirectory directory,
      ResumePolicy policy,
      String fingerprint,
      Tracking tracking) {
    this.tracking = tracking;
    this.context = context;
    this.options = options;
    this.directory = directory;
    this.policy = policy;
    this.fingerprint = fingerprint;
    this.shards =
        options.shards > 0
            ? options.shards
            : policy.resumes()
                ? policy.shards()
                : ClusterCores.count(context.spark(), context.listener()::note);
    if (policy.resumes()) {
      policy.fit(options);
    }
  }

  public boolean resumes() {
    return policy.resumes();
  }

  /** The model's sizes as the run to resume had them. */
  public <T extends Record> T configToResume(Class<T> type) {
    return policy.config(type);
  }

  /** A file of the checkpoint to resume. */
  public byte[] fileToResume(String name) throws IOException {
    return directory.newestFile(name);
  }

  /** Writes a file that is no part of the model, for a run that resumes this one. */
  public void note(String name, byte[] bytes) throws IOException {
    directory.write(name, bytes);
  }

  /** What the run to resume noted under a name, or null. */
  public byte @Nullable [] noteToResume(String name) throws IOException {
    return resumes() ? directory.read(name) : null;
  }

  /** W: as the option says, as the resumed run had it, or the cluster's cores. */
  public int shards() {
    return shards;
  }

  /** H, worked out from sizes where the option says auto. */
  public int localSteps(int parameters, int targetsPerBatch, int batchesPerEpoch) {
    return options.plan().localSteps(parameters, targetsPerBatch, batchesPerEpoch);
  }

  /**
   * Notes by what the model is made, for {@code provenance} in {@code model.json}; a run that
   * resumes keeps it.
   */
  public void provenance(String name, Object value) {
    origins.put(name, value);
  }

  /** One line to the user. */
  public void say(String pattern, Object... values) {
    context.console().say(pattern, values);
  }

  /** One line to the user that holds for all trainings over the same data. */
  public void sayShared(String pattern, Object... values) {
    context.console().sayShared(pattern, values);
  }

  /**
   * What the model is: from here on a checkpoint can be written.
   *
   * @param config of the model, as {@code model.json} is to have it
   * @param localSteps H
   * @param files that belong to the model, except its parameters, by name
   */
  public PlannedRun describe(
      Model<?> model, Object config, int localSteps, Map<String, byte[]> files) {
    Map<String, String> settings = new LinkedHashMap<>(context.options().values());
    settings.put(TrainingOptions.SHARDS, Integer.toString(shards));
    settings.put(TrainingOptions.BATCH_SIZE, Integer.toString(options.batchSize()));
    settings.put(TrainingOptions.EPOCHS, Integer.toString(options.epochs()));
    settings.put(OptimizerOptions.BETA2, Float.toString(options.steps.beta2()));
    Map<String, Object> description = ModelDescription.of(model.kind(), config);
    description.put(ResumePolicy.SETTINGS, settings);
    description.put(ResumePolicy.DATA, fingerprint);
    Map<String, Object> provenance = new LinkedHashMap<>(Provenance.of(localSteps));
    if (resumes()) {
      policy.provenance().forEach(provenance::putIfAbsent);
    }
    provenance.putAll(origins);
    Map<String, Object> inputs = context.inputs().origins();
    if (!inputs.isEmpty()) {
      provenance.put(ResumePolicy.INPUTS, inputs);
    }
    description.put("provenance", provenance);
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put(ModelDirectory.MODEL, Json.document(description));
    return new PlannedRun(
        context,
        options,
        directory,
        new PlannedRun.Plan(resumes(), shards, localSteps),
        all,
        description,
        tracking);
  }
}
