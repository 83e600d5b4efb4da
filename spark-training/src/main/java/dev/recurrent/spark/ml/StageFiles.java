package dev.recurrent.spark.ml;

import dev.recurrent.spark.run.HadoopDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/**
 * A fitted stage on disk: Spark's metadata, and beside it in {@code model} a directory as every job
 * reads it. The one place that calls what Spark ML does not document.
 */
public final class StageFiles {
  private static final String MODEL = "model";

  /** Spark's metadata in a local copy: one file, which needs no task to be read. */
  private static final String METADATA = "metadata.json";

  private StageFiles() {}

  public static MLWriter writer(Params stage, ModelFiles files) {
    return new Writer(stage, files);
  }

  /**
   * @param stage of a uid and a model
   */
  public static <T extends Params> MLReader<T> reader(BiFunction<String, ModelFiles, T> stage) {
    return new Reader<>(stage);
  }

  private static final class Writer extends MLWriter {
    private final Params stage;
    private final ModelFiles files;

    Writer(Params stage, ModelFiles files) {
      this.stage = stage;
      this.files = files;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter.saveMetadata(stage, path, sc(), Option.empty(), Option.empty());
      try {
        files.write(new Path(path, MODEL).toString(), sc().hadoopConfiguration());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * Writes to the driver's own disk. The server of Spark Connect calls it since Spark 4.1, for
     * the models that it takes out of memory.
     */
    @SuppressWarnings("MissingOverride") // Spark 3.5 does not have it.
    public void saveToLocal(String path) throws IOException {
      Configuration hadoop = sc().hadoopConfiguration();
      String metadata =
          DefaultParamsWriter.getMetadataToSave(stage, sc(), Option.empty(), Option.empty());
      HadoopDirectory directory = HadoopDirectory.at(local(path), hadoop);
      directory.replace(METADATA, metadata.getBytes(StandardCharsets.UTF_8));
      files.write(directory.child(MODEL).uri(), hadoop);
    }
  }

  private static final class Reader<T extends Params> extends MLReader<T> {
    private final BiFunction<String, ModelFiles, T> stage;

    Reader(BiFunction<String, ModelFiles, T> stage) {
      this.stage = stage;
    }

    @Override
    public T load(String path) {
      return loaded(
          DefaultParamsReader.loadMetadata(path, sc(), ""), new Path(path, MODEL).toString());
    }

    /** Reads what {@link Writer#saveToLocal} wrote. */
    @SuppressWarnings("MissingOverride") // Spark 3.5 does not have it.
    public T loadFromLocal(String path) {
      try {
        HadoopDirectory directory = HadoopDirectory.at(local(path), sc().hadoopConfiguration());
        String metadata = new String(directory.read(METADATA), StandardCharsets.UTF_8);
        return loaded(
            DefaultParamsReader.parseMetadata(metadata, ""), directory.child(MODEL).uri());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private T loaded(DefaultParamsReader.Metadata metadata, String model) {
      try {
        T loaded = stage.apply(metadata.uid(), ModelFiles.read(model, sc().hadoopConfiguration()));
        metadata.getAndSetParams(loaded, Option.empty());
        return loaded;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String local(String path) {
    return java.nio.file.Path.of(path).toUri().toString();
  }
}
