package dev.recurrent.spark.run;

import dev.recurrent.nn.ParameterLayout;
import java.io.IOException;
import java.util.Map;

/** Where a run puts its checkpoints and says how far it is. */
public interface CheckpointStore {
  /** Keeps nothing: for a run that nobody will resume. */
  CheckpointStore NONE = new None();

  /** Writes a checkpoint; the newest that is whole is the one to resume. */
  void save(Checkpoint checkpoint, ParameterLayout layout) throws IOException;

  /**
   * Says how the run goes.
   *
   * @param state "running", "finished", "failed" or "interrupted"
   * @param more facts, by name
   */
  void status(String state, Map<String, ?> more) throws IOException;

  /** Keeps nothing. */
  final class None implements CheckpointStore {
    private None() {}

    @Override
    public void save(Checkpoint checkpoint, ParameterLayout layout) {}

    @Override
    public void status(String state, Map<String, ?> more) {}

    @Override
    public String toString() {
      return "no directory";
    }
  }
}
