package dev.recurrent.spark.run;

import dev.recurrent.format.FileContent;
import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.train.Optimizer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run lives: {@code checkpoints/} while it goes on, and the finished model at the end,
 * {@code run-status.json} all the time. Owned by one run at a time.
 */
public final class RunDirectory implements AutoCloseable, CheckpointStore {
  private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);
  private static final String STATUS = "run-status.json";
  private static final String STATE = "state";
  private static final String CHECKPOINTS = "checkpoints";
  private static final int KEPT = 2;

  /** Called {@code round-} and ten digits. */
  private static final String ROUND = "round-";

  private final HadoopDirectory directory;
  private final HadoopDirectory checkpoints;
  private final RunLock lock;

  private RunDirectory(HadoopDirectory directory, RunLock lock) {
    this.directory = directory.fenced(lock::requireOwn);
    this.checkpoints = this.directory.child(CHECKPOINTS);
    this.lock = lock;
  }

  /**
   * Takes a directory for a run, and removes what killed runs left half-done in it.
   *
   * @throws DirectoryInUseException if another run that lives has it
   */
  public static RunDirectory take(String path, Configuration configuration)
      throws IOException, InterruptedException {
    return take(path, configuration, RunLock.BEAT_MILLIS);
  }

  static RunDirectory take(String path, Configuration configuration, long beatMillis)
      throws IOException, InterruptedException {
    HadoopDirectory directory = HadoopDirectory.at(path, configuration);
    RunLock lock = RunLock.take(directory, generation(directory), beatMillis);
    RunDirectory run = new RunDirectory(directory, lock);
    try {
      run.sweep();
      return run;
    } catch (IOException | RuntimeException e) {
      run.close();
      throw e;
    }
  }

  /** The highest of those that wrote here. */
  private static long generation(HadoopDirectory directory) throws IOException {
    HadoopDirectory checkpoints = directory.child(CHECKPOINTS);
    long highest = manifest(directory).map(Manifest::generationOrZero).orElse(0L);
    for (String name : checkpoints.list()) {
      Optional<Manifest> manifest = manifest(checkpoints.child(name));
      highest = Math.max(highest, manifest.map(Manifest::generationOrZero).orElse(0L));
    }
    return highest;
  }

  /** The manifest of a directory, if it has one that can be read. */
  private static Optional<Manifest> manifest(HadoopDirectory directory) throws IOException {
    try {
      byte[] bytes = directory.read(Manifest.NAME);
      return Optional.of(Manifest.read(bytes, directory.toString()));
    } catch (FileNotFoundException | UnusableModelException none) {
      return Optional.empty();
    }
  }

  /** Whatever has not got its name, and checkpoints that a finished run did not come to delete. */
  private void sweep() throws IOException {
    directory.sweep();
    checkpoints.sweep();
    if (finished() && !begun()) {
      directory.delete(CHECKPOINTS);
    }
  }

  /** Whether a finished model lies here. */
  public boolean finished() throws IOException {
    return directory.exists(Manifest.NAME);
  }

  /**
   * Whether a run that did not finish left checkpoints. Those that a finished run did not come to
   * delete are none: their generation is not above the model's.
   */
  public boolean begun() throws IOException {
    List<String> rounds = rounds();
    if (rounds.isEmpty() || !finished()) {
      return !rounds.isEmpty();
    }
    long published = manifest(directory).map(Manifest::generationOrZero).orElse(0L);
    long newest =
        manifest(checkpoints.child(rounds.get(0))).map(Manifest::generationOrZero).orElse(0L);
    return newest > published;
  }

  /** The round of the newest checkpoint, of a run that has {@link #begun}. */
  public long round() throws IOException {
    return Long.parseLong(rounds().get(0).substring(ROUND.length()));
  }

  /** The finished model. */
  public ModelDirectory model() {
    return directory.open();
  }

  /**
   * Names of the checkpoints, newest round first. A late one, of a run that the directory was taken
   * from while it wrote, is not among them: a later generation has a checkpoint of an earlier
   * round.
   */
  private List<String> rounds() throws IOException {
    List<String> rounds = new ArrayList<>();
    long highest = 0;
    for (String name : checkpoints.list()) {
      if (!name.startsWith(ROUND) || !checkpoints.child(name).exists(Manifest.NAME)) {
        continue;
      }
      // One that cannot be read stays: restoring it says why.
      long generation =
          manifest(checkpoints.child(name)).map(Manifest::generationOrZero).orElse(highest);
      if (generation >= highest) {
        rounds.add(0, name);
        highest = generation;
      }
    }
    return rounds;
  }

  /** Writes a checkpoint, then lets go of older ones. */
  @Override
  public void save(Checkpoint checkpoint, ParameterLayout layout) throws IOException {
    String name = String.format(Locale.ROOT, ROUND + "%010d", checkpoint.state().round);
    checkpoints.commit(name, checkpoint.toFiles(layout), lock.generation());
    List<String> rounds = rounds();
    List<String> kept = rounds.subList(0, Math.min(KEPT, rounds.size()));
    for (String other : checkpoints.list()) {
      if (other.startsWith(ROUND) && !kept.contains(other)) {
        checkpoints.forget(other);
      }
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

  private <T> T newest(Function<ModelDirectory, T> read) throws IOException {
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

  /** Forgets a run under way; a finished model stays until another is published. */
  public void clear() throws IOException {
    for (String name : checkpoints.list()) {
      checkpoints.forget(name);
    }
    directory.delete(CHECKPOINTS);
  }

  /** Forgets a run under way and how the last one ended, for a run from the beginning. */
  public void restart() throws IOException {
    clear();
    directory.delete(STATUS);
  }

  /** Publishes the finished model: files, then the manifest; checkpoints go when it is there. */
  public void publish(Map<String, byte[]> files) throws IOException {
    Map<String, FileContent> contents = new LinkedHashMap<>();
    files.forEach((name, bytes) -> contents.put(name, FileContent.of(bytes)));
    publishContents(contents);
  }

  /** The same for files that may have more than 2 GB. */
  public void publishContents(Map<String, FileContent> files) throws IOException {
    directory.delete(Manifest.NAME);
    List<Manifest.File> lines = new ArrayList<>();
    for (Map.Entry<String, FileContent> file : files.entrySet()) {
      String sha256 = directory.replace(file.getKey(), file.getValue());
      lines.add(new Manifest.File(file.getKey(), file.getValue().length(), sha256));
    }
    directory.replace(Manifest.NAME, Manifest.of(lock.generation(), lines).toBytes());
    clear();
  }

  /** Writes a file that is no part of the model, such as the report of a run under way. */
  public void write(String name, byte[] bytes) throws IOException {
    directory.replace(name, bytes);
  }

  /** What {@link #write} wrote, or null where nothing of that name lies. */
  public byte @Nullable [] read(String name) throws IOException {
    return directory.exists(name) ? directory.read(name) : null;
  }

  /** A directory in it, whose files are no part of the model. */
  public HadoopDirectory child(String name) {
    return directory.child(name);
  }

  /** Says in {@code run-status.json} how the run stands, for schedulers that lose exit codes. */
  @Override
  public void status(String state, Map<String, ?> more) throws IOException {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put(STATE, state);
    status.putAll(more);
    String text = new String(Json.document(status), StandardCharsets.UTF_8);
    directory.replace(STATUS, Redaction.of(text).getBytes(StandardCharsets.UTF_8));
  }

  /** The state that {@link #status} wrote last, or an empty text where there is none. */
  public String state() throws IOException {
    byte[] bytes = read(STATUS);
    try {
      return bytes == null ? "" : JsonObject.read(bytes, STATUS).text(STATE);
    } catch (UnusableModelException damaged) {
      return "";
    }
  }

  /** Takes the status away where a true one cannot be written. */
  public void withdrawStatus() throws IOException {
    directory.delete(STATUS);
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
