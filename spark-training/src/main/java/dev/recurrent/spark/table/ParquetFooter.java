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
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.types.DecimalType;

/**
 * What a Parquet file's footer says that Spark does not: which timestamps are of nanoseconds, and
 * which column has a type that Spark cannot read.
 */
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
    Map<String, String> refused = new LinkedHashMap<>();
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(place, hadoop))) {
      add(reader.getFileMetaData().getSchema(), "", nanoseconds, refused);
      return new ParquetFooter(fault(InputFiles.name(place), refused), nanoseconds);
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

  private static String fault(String file, Map<String, String> refused) {
    return refused.entrySet().stream()
        .findFirst()
        .map(
            column ->
                file
                    + ": column \""
                    + column.getKey()
                    + "\" is of type "
                    + column.getValue()
                    + ", which Spark cannot read, even where the column is not needed; write it as"
                    + " text or as a number, or leave it out")
        .orElse("");
  }

  private static void add(
      GroupType group,
      String prefix,
      Map<String, Boolean> nanoseconds,
      Map<String, String> refused) {
    for (Type field : group.getFields()) {
      String name = prefix + field.getName();
      LogicalTypeAnnotation type = field.getLogicalTypeAnnotation();
      if (type instanceof TimeLogicalTypeAnnotation
          || type instanceof IntervalLogicalTypeAnnotation
          || type instanceof UUIDLogicalTypeAnnotation) {
        refused.put(name, type.toString());
      }
      if (type instanceof DecimalLogicalTypeAnnotation decimal
          && decimal.getPrecision() > DecimalType.MAX_PRECISION()) {
        refused.put(name, "decimal of " + decimal.getPrecision() + " digits");
      }
      if (type instanceof TimestampLogicalTypeAnnotation time
          && time.getUnit() == LogicalTypeAnnotation.TimeUnit.NANOS) {
        nanoseconds.put(name, time.isAdjustedToUTC());
      }
      if (!field.isPrimitive()) {
        add(field.asGroupType(), name + ".", nanoseconds, refused);
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
