package dev.recurrent.spark.run;

import dev.recurrent.format.Json;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.train.Optimizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run lives: {@code checkpoints/} while it goes on, the finished model beside them at the
 * end, {@code run-status.json} all the time. Owned by one run at a time.
 */
public final class RunDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);
  private static final String STATUS = "run-status.json";
  private static final String CHECKPOINTS = "checkpoints";
  private static final int KEPT = 2;

  private final HadoopDirectory directory;
  private final HadoopDirectory checkpoints;
  private final RunLock lock;

  private RunDirectory(HadoopDirectory directory, RunLock lock) {
    this.directory = directory;
    this.checkpoints = directory.child(CHECKPOINTS);
    this.lock = lock;
  }

  /**
   * Takes a directory for a run.
   *
   * @throws DirectoryInUseException if another run that lives has it
   */
  public static RunDirectory take(String path, Configuration configuration)
      throws IOException, InterruptedException {
    HadoopDirectory directory = HadoopDirectory.at(path, configuration);
    RunLock lock = RunLock.take(directory);
    RunDirectory run = new RunDirectory(directory, lock);
    run.checkpoints.sweep();
    return run;
  }

  /** Whether a finished model lies here. */
  public boolean finished() throws IOException {
    return directory.exists(Manifest.NAME);
  }

  /** Whether a run that did not finish left checkpoints. */
  public boolean begun() throws IOException {
    return !rounds().isEmpty();
  }

  /** The finished model. */
  public ModelDirectory model() {
    return directory.open();
  }

  /** Names of the checkpoints, newest round first. */
  private List<String> rounds() throws IOException {
    List<String> rounds = new ArrayList<>();
    for (String name : checkpoints.list()) {
      if (name.startsWith("round-")) {
        rounds.add(0, name);
      }
    }
    return rounds;
  }

  /** Writes a checkpoint, then lets go of older ones. */
  public void save(Checkpoint checkpoint, ParameterLayout layout) throws IOException {
    String name = String.format(Locale.ROOT, "round-%010d", checkpoint.state().round);
    checkpoints.commit(name, checkpoint.toFiles(layout));
    List<String> rounds = rounds();
    for (int i = KEPT; i < rounds.size(); i++) {
      checkpoints.delete(rounds.get(i));
    }
  }

  /**
   * The newest checkpoint's file of a name, checked; from the one before if the newest is damaged.
   *
   * @throws UnusableModelException if there is no checkpoint that holds
   */
  public byte[] newestFile(String name) throws IOException {
    return newest(directory -> directory.file(name));
  }

  /**
   * The newest checkpoint whose checksums hold, by round, never by file time.
   *
   * @param names of the model's own files to bring along
   * @throws UnusableModelException if there is none; never a silent fresh start
   */
  public Checkpoint restore(
      ParameterLayout layout, Optimizer optimizer, int shards, List<String> names)
      throws IOException {
    return newest(d -> Checkpoint.read(d, layout, optimizer, shards, names));
  }

  private <T> T newest(java.util.function.Function<ModelDirectory, T> read) throws IOException {
    Optional<UnusableModelException> first = Optional.empty();
    for (String name : rounds()) {
      try {
        return read.apply(checkpoints.child(name).open());
      } catch (UnusableModelException e) {
        LOG.warn("checkpoint {} is not usable, trying the one before: {}", name, e.getMessage());
        first = first.or(() -> Optional.of(e));
      }
    }
    throw new UnusableModelException(
        directory
            + " has no usable checkpoint"
            + first.map(e -> ": " + e.getMessage()).orElse("")
            + "; start again without --resume");
  }

  /** Forgets a run under way; a finished model stays until another is published. */
  public void clear() throws IOException {
    directory.delete(CHECKPOINTS);
  }

  /** Publishes the finished model: files, then the manifest; checkpoints go when it is there. */
  public void publish(Map<String, byte[]> files) throws IOException {
    directory.delete(Manifest.NAME);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      directory.replace(file.getKey(), file.getValue());
    }
    directory.replace(Manifest.NAME, Manifest.of(files).toBytes());
    directory.delete(CHECKPOINTS);
  }

  /** Writes a file that is no part of the model, such as the report of a run under way. */
  public void write(String name, byte[] bytes) throws IOException {
    directory.replace(name, bytes);
  }

  /** What {@link #write} wrote, or null where nothing of that name lies. */
  public byte @Nullable [] read(String name) throws IOException {
    return directory.exists(name) ? directory.read(name) : null;
  }

  /** Says in {@code run-status.json} how the run stands, for schedulers that lose exit codes. */
  public void status(String state, Map<String, ?> more) throws IOException {
    Map<String, Object> status = new java.util.LinkedHashMap<>();
    status.put("state", state);
    status.putAll(more);
    directory.replace(STATUS, Json.document(status));
  }

  /** Gives the directory free; one that nothing was written to goes. */
  @Override
  public void close() throws IOException {
    lock.close();
    directory.deleteIfEmpty();
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
