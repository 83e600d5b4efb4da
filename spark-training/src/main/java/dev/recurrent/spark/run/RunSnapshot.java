package dev.recurrent.spark.run;

import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.spark.RoundReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * A run as it was when somebody looked: its description and its rounds so far. Reading takes
 * nothing from a run under way.
 *
 * @param where the directory, without secrets
 * @param finished whether it is a finished model, not a checkpoint
 */
public record RunSnapshot(
    String where, boolean finished, ModelDescription description, List<RoundReport> rounds) {
  /** A run under way deletes the checkpoint that is being read, two checkpoints later. */
  private static final int TRIES = 3;

  /**
   * Reads the finished run, or the newest checkpoint of one that goes on.
   *
   * @throws UnusableModelException if there is neither
   */
  public static RunSnapshot of(String path, Configuration configuration) throws IOException {
    HadoopDirectory directory = HadoopDirectory.at(path, configuration);
    RunContents contents = new RunContents(directory);
    for (int i = 1; ; i++) {
      try {
        boolean begun = contents.begun();
        return begun
            ? contents.newest(found -> of(found, directory, false))
            : of(directory.open(), directory, true);
      } catch (UnusableModelException e) {
        if (i == TRIES || contents.rounds().isEmpty()) {
          throw e;
        }
      } catch (UncheckedIOException away) {
        throw away.getCause();
      }
    }
  }

  private static RunSnapshot of(ModelDirectory found, HadoopDirectory directory, boolean finished) {
    return new RunSnapshot(
        directory.toString(), finished, found.description(), Checkpoint.reports(found));
  }
}
