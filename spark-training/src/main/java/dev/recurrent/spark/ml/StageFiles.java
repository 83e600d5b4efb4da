package dev.recurrent.spark.ml;

import java.io.IOException;
import java.util.function.BiFunction;
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

  private StageFiles() {}

  public static MLWriter writer(Params stage, ModelFiles files) {
    return new MLWriter() {
      @Override
      public void saveImpl(String path) {
        DefaultParamsWriter.saveMetadata(stage, path, sc(), Option.empty(), Option.empty());
        try {
          files.write(new Path(path, MODEL).toString(), sc().hadoopConfiguration());
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    };
  }

  /**
   * @param stage of a uid and a model
   */
  public static <T extends Params> MLReader<T> reader(BiFunction<String, ModelFiles, T> stage) {
    return new MLReader<>() {
      @Override
      public T load(String path) {
        DefaultParamsReader.Metadata metadata = DefaultParamsReader.loadMetadata(path, sc(), "");
        try {
          ModelFiles files =
              ModelFiles.read(new Path(path, MODEL).toString(), sc().hadoopConfiguration());
          T loaded = stage.apply(metadata.uid(), files);
          metadata.getAndSetParams(loaded, Option.empty());
          return loaded;
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    };
  }
}
