package dev.recurrent.spark.run;

import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lies in a run's directory: a finished model, checkpoints of a run under way, or both. */
final class RunContents {
  static final String CHECKPOINTS = "checkpoints";
  static final String MEMBERS = "members";

  /** A checkpoint's name begins so; ten digits follow. */
  static final String ROUND = "round-";

  private static final Logger LOG = LoggerFactory.getLogger(RunContents.class);

  private final HadoopDirectory directory;
  private final HadoopDirectory checkpoints;

  RunContents(HadoopDirectory directory) {
    this.directory = directory;
    this.checkpoints = directory.child(CHECKPOINTS);
  }

  /** The highest of those that wrote here. */
  long generation() throws IOException {
    long highest = generation(directory, 0);
    for (String name : checkpoints.list()) {
      highest = Math.max(highest, generation(checkpoints.child(name), 0));
    }
    return highest;
  }

  /** That of a directory's manifest, if it has one that can be read. */
  private static long generation(HadoopDirectory directory, long otherwise) throws IOException {
    try {
      byte[] bytes = directory.read(Manifest.NAME);
      return Manifest.read(bytes, directory.toString()).generationOrZero();
    } catch (FileNotFoundException | UnusableModelException none) {
      return otherwise;
    }
  }

  /** Whether a finished model lies here. */
  boolean finished() throws IOException {
    return directory.exists(Manifest.NAME);
  }

  /**
   * Whether a run that did not finish left checkpoints. Those that a finished run did not come to
   * delete are none: their generation is not above the model's.
   */
  boolean begun() throws IOException {
    List<String> rounds = rounds();
    if (rounds.isEmpty() || !finished()) {
      return !rounds.isEmpty();
    }
    return generation(checkpoints.child(rounds.get(0)), 0) > generation(directory, 0);
  }

  /**
   * Names of the checkpoints, newest round first. A late one, of a run that the directory was taken
   * from while it wrote, is not among them: a later generation has a checkpoint of an earlier
   * round.
   */
  List<String> rounds() throws IOException {
    List<String> rounds = new ArrayList<>();
    long highest = 0;
    for (String name : checkpoints.list()) {
      if (!name.startsWith(ROUND) || !checkpoints.child(name).exists(Manifest.NAME)) {
        continue;
      }
      // One that cannot be read stays: restoring it says why.
      long generation = generation(checkpoints.child(name), highest);
      if (generation >= highest) {
        rounds.add(0, name);
        highest = generation;
      }
    }
    return rounds;
  }

  /**
   * What is read of the newest checkpoint that holds.
   *
   * @throws UnusableModelException if there is none
   */
  <T> T newest(Function<ModelDirectory, T> read) throws IOException {
    Optional<UnusableModelException> first = Optional.empty();
    for (String name : rounds()) {
      try {
        return read.apply(checkpoints.child(name).open());
      } catch (UnusableModelException e) {
        LOG.warn("checkpoint {} is not usable, trying the one before: {}", name, e.getMessage());
        first = first.or(() -> Optional.of(e));
      } catch (UncheckedIOException away) {
        // The checkpoint may be whole: the file system has not said that it is not.
        throw away.getCause();
      }
    }
    throw new UnusableModelException(
        directory
            + " has no usable checkpoint"
            + first.map(e -> ": " + e.getMessage()).orElse("")
            + "; give --overwrite instead of --resume to start again");
  }
}
