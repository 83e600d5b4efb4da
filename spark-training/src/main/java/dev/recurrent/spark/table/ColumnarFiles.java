package dev.recurrent.spark.table;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SerializableWritable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What Parquet and ORC have in common: Spark's own reader, and columns that stand in paths. */
final class ColumnarFiles {
  /** Behind the chosen columns until rows have their places. */
  static final String FILE = "recurrent file";

  private static final int FILES = 32;

  /** Reads a file's footer. */
  @FunctionalInterface
  interface Footer<F> extends Serializable {
    F read(String path, Configuration hadoop) throws IOException;
  }

  private ColumnarFiles() {}

  /** The footers of all files, in their order. */
  static <F> List<F> footers(SparkSession session, List<InputFiles.Found> files, Footer<F> footer) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<SerializableWritable<Configuration>> hadoop =
        spark.broadcast(new SerializableWritable<>(spark.hadoopConfiguration()));
    List<String> paths = files.stream().map(f -> f.path().toString()).toList();
    return spark
        .parallelize(paths, 1 + paths.size() / FILES)
        .map(path -> footer.read(path, hadoop.value().value()))
        .collect();
  }

  /**
   * @throws UnusableInputException for a text that is not empty
   */
  static void requireNone(String fault) {
    if (!fault.isEmpty()) {
      throw new UnusableInputException(fault);
    }
  }

  /** All columns of all files; those that one lacks are empty there. */
  static Dataset<Row> table(
      SparkSession session, List<InputFiles.Found> files, TableFormat format) {
    DataFrameReader reader = session.read().option("mergeSchema", "true");
    Set<Path> roots = new HashSet<>();
    files.forEach(f -> roots.add(f.root()));
    Path root = roots.iterator().next();
    if (roots.size() == 1 && !root.equals(files.get(0).path())) {
      reader = reader.option("basePath", root.toString());
    }
    String[] paths = files.stream().map(f -> f.path().toString()).toArray(String[]::new);
    return format == TableFormat.ORC ? reader.orc(paths) : reader.parquet(paths);
  }

  /** A file by Spark's word for it. */
  static Path path(String uri) {
    return new Path(URI.create(uri));
  }
}
