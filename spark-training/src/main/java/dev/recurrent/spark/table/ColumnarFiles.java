package dev.recurrent.spark.table;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

  /** Spark's options for calendars of Parquet, and the settings of the session behind them. */
  private static final Map<String, String> MODES =
      Map.of(
          "datetimeRebaseMode", "spark.sql.parquet.datetimeRebaseModeInRead",
          "int96RebaseMode", "spark.sql.parquet.int96RebaseModeInRead");

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
    // The files are listed already: brackets in a name are no pattern.
    DataFrameReader reader =
        session.read().option("mergeSchema", "true").option("__globPaths__", "false");
    if (format == TableFormat.PARQUET) {
      reader = reader.options(calendar(session));
    }
    Set<Path> roots = new HashSet<>();
    files.forEach(f -> roots.add(f.root()));
    Path root = roots.iterator().next();
    if (roots.size() == 1 && !root.equals(files.get(0).path())) {
      reader = reader.option("basePath", root.toString());
    }
    String[] paths = files.stream().map(f -> f.path().toString()).toArray(String[]::new);
    return format == TableFormat.ORC ? reader.orc(paths) : reader.parquet(paths);
  }

  /**
   * Dates before 1582 and times before 1900 are read as they stand, in the calendar of ISO 8601, as
   * all writers but old ones of Spark and Hive mean them; Spark knows its own old files by their
   * footers. What the session says otherwise holds.
   */
  private static Map<String, String> calendar(SparkSession session) {
    Map<String, String> options = new HashMap<>();
    for (Map.Entry<String, String> mode : MODES.entrySet()) {
      if (session.conf().get(mode.getValue()).equalsIgnoreCase("EXCEPTION")) {
        options.put(mode.getKey(), "CORRECTED");
      }
    }
    return options;
  }

  /**
   * @throws UnusableInputException for a name that Spark cannot make a path of
   */
  static void requirePaths(List<InputFiles.Found> files, TableFormat format) {
    for (InputFiles.Found file : files) {
      if (InputFiles.hasColon(file.path())) {
        throw new UnusableInputException(
            InputFiles.name(file.path())
                + " has a colon in its name, and Spark reads no "
                + format.label()
                + " file of such a name; rename it");
      }
    }
  }

  /** A file by Spark's word for it. */
  static Path path(String uri) {
    return new Path(URI.create(uri));
  }
}
