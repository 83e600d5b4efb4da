package dev.recurrent.spark.job;

import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.spark.run.Checkpoint;
import dev.recurrent.spark.run.RunDirectory;
import dev.recurrent.train.Optimizer;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A run whose model is described, so that each of its checkpoints holds what a resumed run needs.
 *
 * @param files of the model except its parameters: description, tokenizer
 * @param description the content of {@code model.json}
 * @param tracking what a server outside sees of it
 */
public record PlannedRun(
    JobContext context,
    TrainingOptions options,
    RunDirectory directory,
    Plan plan,
    Map<String, byte[]> files,
    Map<String, Object> description,
    Tracking tracking) {
  /**
   * @param shards W
   * @param localSteps H
   */
  record Plan(boolean resumes, int shards, int localSteps) {}

  /** The checkpoint to begin from: the fresh one, or the newest that holds. */
  Checkpoint begin(ParameterLayout layout, Optimizer optimizer, Checkpoint fresh)
      throws IOException {
    return plan.resumes()
        ? directory.restore(layout, optimizer, plan.shards(), List.copyOf(files.keySet()))
        : fresh;
  }

  Console console() {
    return context.console();
  }
}
