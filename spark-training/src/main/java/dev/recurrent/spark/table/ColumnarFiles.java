package dev.recurrent.spark.table;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What Parquet and ORC have in common: Spark's own reader, and columns that stand in paths. */
final class ColumnarFiles {
  /** Behind the chosen columns until rows have their places. */
  static final String FILE = "recurrent file";

  private ColumnarFiles() {}

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
