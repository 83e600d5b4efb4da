package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.Nearest;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which columns of a long table are what. */
record Columns(int time, int hour, int target, int series, List<Integer> covariates)
    implements Serializable {
  private static final int NONE = -1;
  private static final int HOUR = 3600;

  /**
   * @throws JobException for a column that is not there, naming the nearest
   */
  static Columns of(Dataset<Row> table, SeriesOptions options) {
    List<String> names = Arrays.asList(table.columns());
    String[] time = Objects.requireNonNull(options.timeColumn).split(",", 2);
    return new Columns(
        place(names, time[0], "time-column"),
        time.length > 1 ? place(names, time[1], "time-column") : NONE,
        place(names, Objects.requireNonNull(options.targetColumn), "target-column"),
        options.seriesColumn == null ? NONE : place(names, options.seriesColumn, "series-column"),
        options.covariates.stream().map(name -> place(names, name, "covariates")).toList());
  }

  private static int place(List<String> names, String name, String option) {
    int at = names.indexOf(name.trim());
    if (at < 0) {
      throw JobException.badInput(
          "--"
              + option
              + ": there is no column \""
              + name
              + "\"; the nearest is \""
              + Nearest.of(name, names)
              + "\", there are "
              + names);
    }
    return at;
  }

  String series(Row row) {
    return series == NONE ? SeriesTable.SINGLE : String.valueOf(row.get(series));
  }

  long time(Row row) {
    long seconds = Values.time(row.get(time), "time column");
    return hour == NONE
        ? seconds
        : seconds + HOUR * (long) Values.number(row.get(hour), "hour column");
  }

  float target(Row row) {
    return Values.number(row.get(target), "target column");
  }

  float[] covariates(Row row) {
    float[] values = new float[covariates.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = Values.number(row.get(covariates.get(k)), "covariate");
    }
    return values;
  }
}
