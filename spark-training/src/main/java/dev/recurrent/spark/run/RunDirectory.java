package dev.recurrent.spark.run;

import dev.recurrent.format.FileContent;
import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.Redaction;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.train.Optimizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Where a run lives: {@code checkpoints/} while it goes on, and the finished model at the end,
 * {@code run-status.json} all the time. Owned by one run at a time.
 */
public final class RunDirectory implements AutoCloseable, CheckpointStore {
  private static final String STATUS = "run-status.json";
  private static final String STATE = "state";
  private static final int KEPT = 2;

  private final HadoopDirectory directory;
  private final HadoopDirectory checkpoints;
  private final RunContents contents;
  private final RunLock lock;

  private RunDirectory(HadoopDirectory directory, RunLock lock) {
    this.directory = directory.fenced(lock::requireOwn);
    this.checkpoints = this.directory.child(RunContents.CHECKPOINTS);
    this.contents = new RunContents(this.directory);
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
    RunLock lock = RunLock.take(directory, new RunContents(directory).generation(), beatMillis);
    RunDirectory run = new RunDirectory(directory, lock);
    try {
      run.sweep();
      return run;
    } catch (IOException | RuntimeException e) {
      run.close();
      throw e;
    }
  }

  /**
   * A directory below this one for a run of its own, which this one's lock covers. It is closed
   * with this one.
   *
   * @param name such as "members/0"
   */
  public RunDirectory nested(String name) throws IOException {
    RunDirectory run = new RunDirectory(directory.child(name), lock);
    run.sweep();
    return run;
  }

  /** Whatever has not got its name, and checkpoints that a finished run did not come to delete. */
  private void sweep() throws IOException {
    directory.sweep();
    checkpoints.sweep();
    if (finished() && !begun()) {
      directory.delete(RunContents.CHECKPOINTS);
    }
  }

  /** Whether a finished model lies here. */
  public boolean finished() throws IOException {
    return contents.finished();
  }

  /**
   * Whether a run that did not finish left checkpoints. Those that a finished run did not come to
   * delete are none: their generation is not above the model's.
   */
  public boolean begun() throws IOException {
    return contents.begun();
  }

  /** The round of the newest checkpoint, of a run that has {@link #begun}. */
  public long round() throws IOException {
    return Long.parseLong(contents.rounds().get(0).substring(RunContents.ROUND.length()));
  }

  /** The finished model. */
  public ModelDirectory model() {
    return directory.open();
  }

  /** Writes a checkpoint, then lets go of older ones. */
  @Override
  public void save(Checkpoint checkpoint, ParameterLayout layout) throws IOException {
    String name = String.format(Locale.ROOT, RunContents.ROUND + "%010d", checkpoint.state().round);
    checkpoints.commit(name, checkpoint.toFiles(layout), lock.generation());
    List<String> rounds = contents.rounds();
    List<String> kept = rounds.subList(0, Math.min(KEPT, rounds.size()));
    for (String other : checkpoints.list()) {
      if (other.startsWith(RunContents.ROUND) && !kept.contains(other)) {
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
    return contents.newest(directory -> directory.file(name));
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
    return contents.newest(d -> Checkpoint.read(d, layout, optimizer, shards, names));
  }

  /** Forgets a run under way; a finished model stays until another is published. */
  public void clear() throws IOException {
    for (String name : checkpoints.list()) {
      checkpoints.forget(name);
    }
    directory.delete(RunContents.CHECKPOINTS);
  }

  /**
   * Forgets a run under way, its members, and how the last one ended, for a run from the beginning.
   */
  public void restart() throws IOException {
    clear();
    directory.delete(RunContents.MEMBERS);
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

  /** Removes what {@link #write} wrote, or a directory of nested runs. */
  public void delete(String name) throws IOException {
    directory.delete(name);
  }

  /** What {@link #write} wrote, or null where nothing of that name lies. */
  public byte @Nullable [] read(String name) throws IOException {
    return directory.exists(name) ? directory.read(name) : null;
  }

  /** Where a member of an ensemble keeps its run: see {@link #nested}. */
  public static String member(int index) {
    return RunContents.MEMBERS + "/" + index;
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
