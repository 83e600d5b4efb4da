package dev.recurrent.spark.job;

import dev.recurrent.spark.run.DirectoryInUseException;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.WriteLock;
import dev.recurrent.spark.table.OutputTable;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A table that a job writes rows to. Beside the job's own columns it has {@code date}, the logical
 * date, and of a job with a model {@code model_path} and {@code model_theta}.
 */
final class TableOutput implements RowOutput {
  private static final String MODEL = "model_path";
  private static final String THETA = "model_theta";
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final OutputTable table;
  private final LocalDate date;
  private final @Nullable RowOrigin origin;
  private final OutputTable.Exclusion exclusion;

  TableOutput(OutputTable table, LocalDate date, @Nullable RowOrigin origin, JobContext context) {
    this.table = table;
    this.date = date;
    this.origin = origin;
    this.exclusion = exclusion(context);
  }

  /**
   * @param option that names the table
   * @throws JobException if the session's catalog forgets the table when the job ends
   */
  static void requireKept(String option, OutputTable table, JobContext context) {
    if (context.ownsSession() && table.isForgotten()) {
      throw JobException.usage(
          option
              + " "
              + table
              + ": the session's catalog forgets its tables at the end; give --conf"
              + " spark.sql.catalogImplementation=hive, or name a table of another catalog");
    }
  }

  /** Lets one run at a time write a table of Spark's own. */
  static OutputTable.Exclusion exclusion(JobContext context) {
    Configuration hadoop = context.hadoop();
    return (directory, part) -> WriteLock.take(HadoopDirectory.at(directory, hadoop), part);
  }

  /** The same for rows that are few: waits while another run adds its own. */
  static OutputTable.Exclusion patientExclusion(JobContext context) {
    OutputTable.Exclusion once = exclusion(context);
    return (directory, part) -> {
      long end = System.nanoTime() + LONGEST_WAIT.toNanos();
      while (true) {
        try {
          return once.take(directory, part);
        } catch (DirectoryInUseException e) {
          if (System.nanoTime() - end > 0) {
            throw e;
          }
          pause();
        }
      }
    };
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while another run wrote to the table");
    }
  }

  @Override
  public void requireFits(StructType known) {
    StructType dated = OutputTable.withDate(known);
    table.requireFits(
        origin == null
            ? dated
            : dated
                .add(MODEL, DataTypes.StringType, false)
                .add(THETA, DataTypes.StringType, false));
  }

  @Override
  public void write(Dataset<Row> rows) throws Exception {
    // Else a column of the same name would be replaced.
    requireFits(rows.schema());
    Dataset<Row> dated = rows.withColumn(OutputTable.DATE, functions.lit(date));
    if (origin != null) {
      dated =
          dated
              .withColumn(MODEL, functions.lit(origin.model()))
              .withColumn(THETA, functions.lit(origin.theta()));
    }
    table.write(dated, date, exclusion);
  }

  @Override
  public Map<String, Object> keys() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("output_table", table.toString());
    keys.put("date", date.toString());
    return keys;
  }
}
