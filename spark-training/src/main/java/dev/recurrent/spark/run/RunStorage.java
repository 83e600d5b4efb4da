package dev.recurrent.spark.run;

import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.train.Batch;
import dev.recurrent.train.Model;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a run that a program starts keeps its checkpoints and its model: a directory on any Hadoop
 * path, or nowhere. Without a directory nothing is written.
 */
public final class RunStorage implements AutoCloseable {
  private final @Nullable RunDirectory directory;

  private RunStorage(@Nullable RunDirectory directory) {
    this.directory = directory;
  }

  /**
   * Takes the directory for a run.
   *
   * @param path of the directory, null for none
   * @param resume whether a run that lies there goes on, or is loaded where it has finished
   * @throws IllegalStateException if a run lies there and is not to be resumed
   * @throws DirectoryInUseException if another run that lives has it
   */
  public static RunStorage open(@Nullable String path, Configuration hadoop, boolean resume)
      throws IOException, InterruptedException {
    if (path == null) {
      return new RunStorage(null);
    }
    RunDirectory taken = RunDirectory.take(path, hadoop);
    if (!resume && (taken.finished() || taken.begun())) {
      taken.close();
      throw new IllegalStateException(
          path
              + " holds a run; resume it (resumeIfBegun(), or Spark ML's parameter resume), or name"
              + " another directory");
    }
    return new RunStorage(taken);
  }

  /** Whether a finished model lies there. */
  public boolean finished() throws IOException {
    return directory != null && directory.finished() && !directory.begun();
  }

  /**
   * The finished model.
   *
   * @throws IllegalStateException where there is no directory
   */
  public ModelDirectory model() {
    if (directory == null) {
      throw new IllegalStateException("the run has no directory");
    }
    return directory.model();
  }

  /**
   * A plan with its number of shards: its own, else that of the run that goes on, else the cores of
   * the cluster.
   */
  public RunPlan sized(RunPlan plan, JavaSparkContext spark, ProgressListener listener)
      throws IOException {
    String begun =
        directory != null && directory.begun() ? before().settings().get(RunPlan.SHARDS) : null;
    return plan.cut().shards() == 0 && begun != null
        ? plan.withShards(Integer.parseInt(begun))
        : plan.onCluster(spark, listener);
  }

  /**
   * Checks that the run that lies there, begun or finished, had the same settings. Shards that are
   * not named are those of that run.
   *
   * @param settings by name, as {@link RunPlan#describe} has those of the run
   * @throws IllegalStateException naming one that it had not
   */
  public void requireSameSettings(Map<String, String> settings) throws IOException {
    if (directory == null || !(directory.finished() || directory.begun())) {
      return;
    }
    Map<String, String> before = before().settings();
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      String then = before.get(setting.getKey());
      boolean asBegun = setting.getKey().equals(RunPlan.SHARDS) && setting.getValue().equals("0");
      if (!asBegun && !setting.getValue().equals(then)) {
        throw new IllegalStateException(
            String.format(
                "%s holds a run with other settings: %s was %s, now it is %s; name another"
                    + " directory",
                directory,
                setting.getKey(),
                then == null ? "not recorded" : then,
                setting.getValue()));
      }
    }
  }

  /**
   * Checks that the run that lies there, begun or finished, had the same network.
   *
   * @param config of the network, as {@code model.json} holds it
   * @throws IllegalStateException naming the first difference
   */
  public void requireSameModel(Record config) throws IOException {
    if (directory == null || !(directory.finished() || directory.begun())) {
      return;
    }
    Map<String, Object> now = JsonObject.read(Json.document(config), "the model").values();
    String difference = ModelDifference.first("", before().config(), now);
    if (difference != null) {
      throw new IllegalStateException(
          directory + " holds a run of another model: " + difference + "; name another directory");
    }
  }

  /**
   * Checks that the run that has finished there was trained on the same data.
   *
   * @param fingerprint of the data
   * @throws IllegalStateException if the data were others
   */
  public void requireSameData(String fingerprint) throws IOException {
    if (!before().data().equals(fingerprint)) {
      throw new IllegalStateException(
          directory + " holds a run on other data (the rows differ); name another directory");
    }
  }

  /** The run that lies there. */
  private ModelDescription before() throws IOException {
    RunDirectory own = Objects.requireNonNull(directory, "the run has no directory");
    byte[] model =
        finished() ? own.model().file(ModelDirectory.MODEL) : own.newestFile(ModelDirectory.MODEL);
    return ModelDescription.read(model, own + "/" + ModelDirectory.MODEL);
  }

  /**
   * Trains to the end, from the newest checkpoint if there is one.
   *
   * @param run of the model
   * @param fresh where the run begins if there is no checkpoint
   * @throws IllegalStateException if the run that lies there had another model, other settings or
   *     other data
   */
  public <B extends Batch> TrainingResult train(
      TrainingRun<B> run, Model<B> model, Checkpoint fresh, ProgressListener listener)
      throws IOException {
    Checkpoint begin = fresh;
    if (directory != null && directory.begun()) {
      requireSame(directory, fresh.files());
      begin =
          directory.restore(
              model.layout(),
              run.settings().training().optimizer(),
              run.settings().averaging().shards(),
              List.copyOf(fresh.files().keySet()));
    }
    try {
      return run.run(begin, directory == null ? CheckpointStore.NONE : directory, listener);
    } catch (Exception e) {
      recordFailure(e);
      throw e;
    }
  }

  private void recordFailure(Exception failure) {
    if (directory == null) {
      return;
    }
    try {
      directory.status("failed", Map.of("reason", String.valueOf(failure.getMessage())));
    } catch (IOException | RuntimeException unwritable) {
      failure.addSuppressed(unwritable);
    }
  }

  private static void requireSame(RunDirectory directory, Map<String, byte[]> files)
      throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (!Arrays.equals(file.getValue(), directory.newestFile(file.getKey()))) {
        throw new IllegalStateException(
            directory
                + " holds a run of another model, other settings or other data ("
                + file.getKey()
                + " differs); name another directory");
      }
    }
  }

  /**
   * Publishes the finished model and the metrics of its rounds, where there is a directory.
   *
   * @param files of the model but the manifest, by name
   */
  public void publish(Map<String, byte[]> files, TrainingResult result) throws IOException {
    if (directory == null) {
      return;
    }
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put(Checkpoint.METRICS, Checkpoint.metrics(result.reports));
    directory.publish(all);
    directory.status("finished", Map.of("round", result.rounds));
  }

  @Override
  public void close() throws IOException {
    if (directory != null) {
      directory.close();
    }
  }
}
