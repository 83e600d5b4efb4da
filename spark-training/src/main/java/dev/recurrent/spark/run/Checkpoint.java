package dev.recurrent.spark.run;

import dev.recurrent.format.FileContent;
import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.format.Safetensors;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.RunState;
import dev.recurrent.train.Model;
import dev.recurrent.train.Optimizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A run between two rounds as files: {@code parameters.safetensors}, {@code
 * training-state.safetensors} (outer momentum, moments, hidden states, the best parameters so far,
 * counters as metadata), {@code metrics.jsonl}, and the files of the model itself.
 *
 * @param best the parameters of the best validation so far, or null where it is the present ones or
 *     there is no validation
 * @param reports one for each round
 * @param files of the model except its parameters: configuration, tokenizer
 */
public record Checkpoint(
    RunState state, Best best, List<RoundReport> reports, Map<String, byte[]> files) {
  /**
   * Where a run begins.
   *
   * @param parameters to start from, or null for fresh ones
   * @param files of the model except its parameters
   */
  public static Checkpoint fresh(
      Model<?> model,
      TrainingRun.Settings settings,
      float @Nullable [] parameters,
      Map<String, byte[]> files) {
    Optimizer optimizer = settings.training().optimizer();
    int shards = settings.averaging().shards();
    RunState state =
        parameters == null
            ? RunState.start(model, optimizer, shards, settings.training().seed())
            : RunState.from(parameters, optimizer, shards);
    return new Checkpoint(state, new Best(null), List.of(), files);
  }

  /** The parameters of the best validations so far. */
  public static final class Best {
    /** Of the best one; null where it is the state's own. */
    final float @Nullable [] parameters;

    /** Best first. */
    final List<Kept> kept;

    public Best(float @Nullable [] parameters) {
      this(parameters, List.of());
    }

    private Best(float @Nullable [] parameters, List<Kept> kept) {
      this.parameters = parameters;
      this.kept = List.copyOf(kept);
    }

    static Best of(List<Kept> kept) {
      return new Best(kept.isEmpty() ? null : kept.get(0).parameters, kept);
    }

    /** With one more; of those as good and with the same loss, the earlier is the better. */
    Best with(Kept next, int most) {
      List<Kept> all = new ArrayList<>(kept);
      int at = 0;
      while (at < all.size() && !next.betterThan(all.get(at))) {
        at++;
      }
      all.add(at, next);
      return of(all.subList(0, Math.min(most, all.size())));
    }
  }

  /** Parameters and what a validation said of them. */
  public static final class Kept {
    public final float[] parameters;

    /** The higher the better: the negative loss, or a {@link ValidationMetric}'s figure. */
    public final double score;

    public final double loss;

    private boolean betterThan(Kept other) {
      return score > other.score || (score == other.score && loss < other.loss);
    }

    Kept(float[] parameters, double score, double loss) {
      this.parameters = parameters;
      this.score = score;
      this.loss = loss;
    }
  }

  private static final String AVERAGE = "average";
  static final String STATE = "training-state.safetensors";

  /** One line a round, also in the finished model. */
  public static final String METRICS = "metrics.jsonl";

  Map<String, FileContent> toFiles(ParameterLayout layout) {
    Map<String, FileContent> all = new LinkedHashMap<>();
    files.forEach((name, bytes) -> all.put(name, FileContent.of(bytes)));
    all.put(ParameterFile.NAME, ParameterFile.content(layout, state.training.parameters));
    all.put(STATE, stateFile());
    all.put(METRICS, FileContent.of(metrics(reports)));
    return all;
  }

  /** The lines of {@link #METRICS}. */
  public static byte[] metrics(List<RoundReport> reports) {
    return reports.stream()
        .map(Json::line)
        .collect(Collectors.joining("\n", "", "\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private Safetensors stateFile() {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put("velocity", Safetensors.Tensor.vector(state.velocity));
    tensors.put("moments", Safetensors.Tensor.vector(state.training.moments));
    if (state.average != null) {
      tensors.put(AVERAGE, Safetensors.Tensor.vector(state.average));
    }
    for (int shard = 0; shard < state.carries.size(); shard++) {
      tensors.put("carry." + shard, Safetensors.Tensor.vector(state.carries.get(shard)));
    }
    Map<String, String> counters = new LinkedHashMap<>();
    if (best.parameters != null) {
      tensors.put("best", Safetensors.Tensor.vector(best.parameters));
    }
    for (int i = 0; i < best.kept.size(); i++) {
      if (i > 0) {
        tensors.put("best." + i, Safetensors.Tensor.vector(best.kept.get(i).parameters));
      }
      counters.put("best." + i + ".score", Double.toString(best.kept.get(i).score));
      counters.put("best." + i + ".loss", Double.toString(best.kept.get(i).loss));
    }
    CheckpointCounters.put(state, counters);
    return new Safetensors(tensors, counters);
  }

  /**
   * Reads a checkpoint, every file checked against the manifest.
   *
   * @param names of the model's own files to bring along
   * @throws UnusableModelException if anything is missing, altered, or of another model
   */
  static Checkpoint read(
      ModelDirectory directory,
      ParameterLayout layout,
      Optimizer optimizer,
      int shards,
      List<String> names) {
    float[] parameters = directory.parameters(() -> layout);
    Safetensors file = directory.tensors(STATE);
    RunState state = RunState.from(parameters, optimizer, shards);
    fill(state.velocity, file.tensor("velocity").values(), "velocity", directory);
    fill(state.training.moments, file.tensor("moments").values(), "moments", directory);
    if (file.tensors().containsKey(AVERAGE)) {
      state.average = new float[parameters.length];
      fill(state.average, file.tensor(AVERAGE).values(), AVERAGE, directory);
    }
    for (int shard = 0; shard < shards; shard++) {
      state.carries.set(shard, file.tensor("carry." + shard).values());
    }
    CheckpointCounters counters =
        new CheckpointCounters(file.metadata(), directory.where() + "/" + STATE);
    counters.restore(state);
    Best best = best(file, counters, parameters.length, directory);
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : names) {
      files.put(name, directory.file(name));
    }
    return new Checkpoint(state, best, reports(directory), files);
  }

  private static Best best(
      Safetensors file, CheckpointCounters counters, int size, ModelDirectory directory) {
    List<Kept> kept = new ArrayList<>();
    for (int i = 0; counters.has("best." + i + ".score"); i++) {
      String name = i == 0 ? "best" : "best." + i;
      float[] parameters = new float[size];
      fill(parameters, file.tensor(name).values(), name, directory);
      double score = counters.number("best." + i + ".score");
      kept.add(new Kept(parameters, score, counters.number("best." + i + ".loss")));
    }
    if (!kept.isEmpty()) {
      return Best.of(kept);
    }
    if (!file.tensors().containsKey("best")) {
      return new Best(null);
    }
    float[] parameters = new float[size];
    fill(parameters, file.tensor("best").values(), "best", directory);
    return new Best(parameters);
  }

  private static void fill(float[] to, float[] from, String name, ModelDirectory directory) {
    if (to.length != from.length) {
      throw new UnusableModelException(
          directory.where()
              + " has "
              + name
              + " of "
              + from.length
              + " floats, this run has "
              + to.length);
    }
    System.arraycopy(from, 0, to, 0, to.length);
  }

  /** The rounds of a checkpoint or of a finished run. */
  public static List<RoundReport> reports(ModelDirectory directory) {
    List<RoundReport> reports = new ArrayList<>();
    String text = new String(directory.file(METRICS), StandardCharsets.UTF_8);
    text.lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line ->
                reports.add(
                    JsonObject.read(
                            line.getBytes(StandardCharsets.UTF_8),
                            directory.where() + "/" + METRICS)
                        .as(RoundReport.class)));
    return reports;
  }
}
