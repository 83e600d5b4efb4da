package dev.recurrent.spark.job;

import dev.recurrent.spark.table.TableWriter;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Where a job's rows go, all of them or none: a new directory, or a table of a catalog. */
public interface RowOutput {
  /**
   * Before the work: whether rows of these columns can go there.
   *
   * @param known columns of the rows, all or those that are known so far
   * @throws UnusableInputException naming those that cannot
   */
  void requireFits(StructType known);

  void write(Dataset<Row> rows) throws Exception;

  /** What the JSON result says of it. */
  Map<String, Object> keys();

  /**
   * A directory that is not there yet.
   *
   * @param option that names it, which is also its key in the JSON result
   * @param format of its files
   * @throws JobException if something is there, or nothing can be written there
   */
  static RowOutput directory(String option, String place, String format, Configuration hadoop)
      throws IOException {
    OutputDirectory target = OutputDirectory.vacant(option, place, hadoop);
    return new RowOutput() {
      @Override
      public void requireFits(StructType known) {
        TableWriter.requireDistinct(List.of(known.fieldNames()));
      }

      @Override
      public void write(Dataset<Row> rows) throws IOException {
        target.write(path -> TableWriter.write(rows, format, path));
      }

      @Override
      public Map<String, Object> keys() {
        return Map.of(option.substring(2), place);
      }
    };
  }
}
