package dev.recurrent.timeseries.table;

import dev.recurrent.spark.job.JobException;
import dev.recurrent.timeseries.series.Observations;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * One row of a long table.
 *
 * @param row its number: a shuffle brings rows in any order, and of duplicates the last counts
 * @param time seconds of UTC
 * @param changing covariates that change with time
 * @param constant covariates that a series has one value of
 */
public record SeriesRow(long row, long time, float value, float[] changing, float[] constant)
    implements Serializable {
  /** The table with the number of each row as a last column. */
  public static Dataset<Row> numbered(Dataset<Row> table) {
    return table.withColumn("recurrent row", functions.monotonically_increasing_id());
  }

  /** A row of a numbered table. */
  public static SeriesRow of(Row row, Columns columns) {
    return new SeriesRow(
        row.getLong(row.length() - 1),
        columns.time(row),
        columns.target(row),
        Columns.numbers(columns.changing(), row),
        Columns.numbers(columns.constant(), row));
  }

  /** All rows of one series. */
  public static Observations observations(
      String series, Iterator<SeriesRow> cells, Columns columns) {
    List<SeriesRow> sorted = new ArrayList<>();
    cells.forEachRemaining(sorted::add);
    sorted.sort(Comparator.comparingLong(SeriesRow::row));
    Observations observations = new Observations(series, constants(series, sorted, columns));
    sorted.forEach(c -> observations.add(c.time(), c.value(), c.changing()));
    return observations;
  }

  /** The one value of each constant covariate; 0 where no row has any. */
  private static float[] constants(String series, List<SeriesRow> cells, Columns columns) {
    float[] constants = new float[columns.constant().size()];
    for (int k = 0; k < constants.length; k++) {
      boolean seen = false;
      for (SeriesRow cell : cells) {
        float value = cell.constant()[k];
        if (seen && !Float.isNaN(value) && value != constants[k]) {
          throw JobException.badInput(
              "static covariate \""
                  + columns.constant().get(k).name()
                  + "\" changes within series \""
                  + series
                  + "\"; name it among --covariates or --past-covariates");
        }
        if (!Float.isNaN(value)) {
          constants[k] = value;
          seen = true;
        }
      }
    }
    return constants;
  }
}
