package dev.recurrent.spark.table;

import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/** What a Parquet file's footer says that Spark does not: which timestamps are of nanoseconds. */
final class ParquetFooter implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String fault;
  private final Map<String, Boolean> nanoseconds;

  private ParquetFooter(String fault, Map<String, Boolean> nanoseconds) {
    this.fault = fault;
    this.nanoseconds = nanoseconds;
  }

  static ParquetFooter of(String path, Configuration hadoop) throws IOException {
    Path place = new Path(path);
    Map<String, Boolean> nanoseconds = new LinkedHashMap<>();
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(place, hadoop))) {
      add(reader.getFileMetaData().getSchema(), "", nanoseconds);
      return new ParquetFooter("", nanoseconds);
    } catch (RuntimeException | IOException e) {
      // The storage may be away, which is no fault of the file.
      boolean broken = String.valueOf(e.getMessage()).contains("can not read class");
      if (e instanceof IOException io && !broken) {
        throw io;
      }
      return new ParquetFooter(
          InputFiles.name(place) + " begins like a Parquet file but is not complete", Map.of());
    }
  }

  private static void add(GroupType group, String prefix, Map<String, Boolean> nanoseconds) {
    for (Type field : group.getFields()) {
      String name = prefix + field.getName();
      if (field.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation time
          && time.getUnit() == LogicalTypeAnnotation.TimeUnit.NANOS) {
        nanoseconds.put(name, time.isAdjustedToUTC());
      }
      if (!field.isPrimitive()) {
        add(field.asGroupType(), name + ".", nanoseconds);
      }
    }
  }

  /** Why the file cannot be read; else an empty text: a task that failed would be tried again. */
  String fault() {
    return fault;
  }

  /** Columns of nanoseconds by name, and whether they are instants and not local times. */
  Map<String, Boolean> nanoseconds() {
    return nanoseconds;
  }
}
