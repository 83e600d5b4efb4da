package dev.recurrent.timeseries.table;

import dev.recurrent.spark.job.InputTable;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.timeseries.forecast.Covariate;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Which columns of a long table are what. */
public record Columns(
    int time, int hour, int target, int series, List<Input> changing, List<Input> constant)
    implements Serializable {
  private static final int NONE = -1;
  public static final int HOUR = 3600;

  /** A covariate's column, and the word that counts as 1 where it holds words. */
  record Input(int place, String name, @Nullable String category) implements Serializable {
    private float number(Row row) {
      if (category == null) {
        return Values.number(row.get(place), "covariate \"" + name + "\"");
      }
      return category.equals(String.valueOf(row.get(place))) ? 1 : 0;
    }
  }

  /**
   * @param covariates in the order of their kinds
   * @throws JobException for a column that is not there, naming the nearest
   */
  public static Columns of(Dataset<Row> table, SeriesOptions options, List<Covariate> covariates) {
    String[] time = Objects.requireNonNull(options.timeColumn).split(",", 2);
    return new Columns(
        InputTable.column(table, time[0], "time-column"),
        time.length > 1 ? InputTable.column(table, time[1], "time-column") : NONE,
        InputTable.column(table, Objects.requireNonNull(options.targetColumn), "target-column"),
        options.seriesColumn == null
            ? NONE
            : InputTable.column(table, options.seriesColumn, "series-column"),
        inputs(table, covariates, false),
        inputs(table, covariates, true));
  }

  private static List<Input> inputs(
      Dataset<Row> table, List<Covariate> covariates, boolean constant) {
    return covariates.stream()
        .filter(c -> constant == (c.kind() == Covariate.Kind.STATIC))
        .map(c -> new Input(InputTable.column(table, c.name(), option(c)), c.name(), c.category()))
        .toList();
  }

  private static String option(Covariate covariate) {
    return switch (covariate.kind()) {
      case KNOWN -> "covariates";
      case PAST -> "past-covariates";
      case STATIC -> "static-covariates";
    };
  }

  public String series(Row row) {
    return series == NONE ? SeriesTable.SINGLE : String.valueOf(row.get(series));
  }

  public long time(Row row) {
    long seconds = Values.time(row.get(time), "time column");
    return hour == NONE
        ? seconds
        : seconds + HOUR * (long) Values.number(row.get(hour), "hour column");
  }

  public float target(Row row) {
    return Values.number(row.get(target), "target column");
  }

  static float[] numbers(List<Input> inputs, Row row) {
    float[] values = new float[inputs.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = inputs.get(k).number(row);
    }
    return values;
  }
}
