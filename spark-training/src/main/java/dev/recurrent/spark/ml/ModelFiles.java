package dev.recurrent.spark.ml;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.run.HadoopDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** A finished model's files in memory: what a fitted stage holds, saves and loads. */
public final class ModelFiles {
  private final Map<String, byte[]> files;

  private ModelFiles(Map<String, byte[]> files) {
    this.files = new LinkedHashMap<>(files);
  }

  /**
   * Runs a train action in a session and keeps the model it publishes.
   *
   * @param output where the run's directory is to stay, or empty for one that goes afterwards
   * @throws RuntimeException that the action failed with: the message says what to do
   */
  public static ModelFiles train(
      SparkSession session, Job job, List<String> options, String output) {
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    try {
      // On the driver's disk: executors never write to a run's directory.
      Path temporary = Files.createTempDirectory("recurrent");
      String place = output.isEmpty() ? temporary.toUri().toString() : output;
      List<String> arguments = new ArrayList<>(options);
      arguments.addAll(List.of("--output", place));
      // A library does not print; what a run comes to is in the stage's model and in its directory.
      PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
      try {
        new JobRunner(job, quiet, quiet)
            .withSession(session)
            .execute(arguments.toArray(new String[0]));
        return read(place, hadoop);
      } finally {
        HadoopDirectory.at(temporary.resolveSibling("").toUri().toString(), hadoop)
            .delete(temporary.getFileName().toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws dev.recurrent.format.UnusableModelException if no finished model lies there
   */
  public static ModelFiles read(String path, Configuration hadoop) throws IOException {
    return new ModelFiles(HadoopDirectory.at(path, hadoop).open().files());
  }

  /** Writes the files, then their manifest. */
  public void write(String path, Configuration hadoop) throws IOException {
    HadoopDirectory directory = HadoopDirectory.at(path, hadoop);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      directory.replace(file.getKey(), file.getValue());
    }
    directory.replace(Manifest.NAME, Manifest.of(files).toBytes());
  }

  /** To load from. */
  public ModelDirectory open() {
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put(Manifest.NAME, Manifest.of(files).toBytes());
    return ModelDirectory.of(all, "model " + UUID.nameUUIDFromBytes(all.get(Manifest.NAME)));
  }
}
