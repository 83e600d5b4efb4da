package dev.recurrent.spark.job;

import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.spark.run.Checkpoint;
import dev.recurrent.spark.run.CheckpointStore;
import dev.recurrent.spark.tracking.RoundRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run's directory whose checkpoints bring records of the rounds up to date. A record that cannot
 * be written is no reason to stop a run: it is said once, and tried again at the next checkpoint.
 */
final class RunRecords implements CheckpointStore {
  private final CheckpointStore directory;
  private final Console console;
  private final Map<String, RoundRecord> records = new LinkedHashMap<>();
  private final Set<String> failed = new LinkedHashSet<>();

  RunRecords(CheckpointStore directory, Console console) {
    this.directory = directory;
    this.console = console;
  }

  /** What begins a record; null for none. */
  @FunctionalInterface
  interface Beginning {
    @Nullable RoundRecord begin() throws IOException;
  }

  /**
   * Adds a record.
   *
   * @param name for the user
   */
  void add(String name, Beginning beginning) {
    try {
      RoundRecord record = beginning.begin();
      if (record != null) {
        records.put(name, record);
      }
    } catch (IOException | RuntimeException e) {
      say(name, e);
    }
  }

  @Override
  public void save(Checkpoint checkpoint, ParameterLayout layout) throws IOException {
    directory.save(checkpoint, layout);
    records.forEach(
        (name, record) -> {
          try {
            record.saved(List.copyOf(checkpoint.reports()));
          } catch (IOException | RuntimeException e) {
            say(name, e);
          }
        });
  }

  private void say(String name, Exception e) {
    if (failed.add(name)) {
      console.sayShared(
          "%s cannot be written, the run goes on: %s", name, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void status(String state, Map<String, ?> more) throws IOException {
    directory.status(state, more);
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
