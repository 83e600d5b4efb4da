package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.ColumnNames;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.Covariate;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/** Which columns of a long table are what. */
public record Columns(TimeColumn time, Places places, List<Input> changing, List<Input> constant)
    implements Serializable {
  private static final int NONE = -1;

  /** Where a row has its cells, -1 for what it lacks. */
  record Places(int time, int hour, int target, int series) implements Serializable {}

  /** A covariate's column. */
  record Input(int place, Covariate covariate) implements Serializable {
    float number(Row row) {
      if (covariate.categorical()) {
        String word = word(row, place);
        boolean constant = covariate.kind() == Covariate.Kind.STATIC;
        // A step without a word has none; a series' word may stand in some of its rows only.
        return word == null ? (constant ? Float.NaN : 0) : covariate.row(word);
      }
      try {
        return Values.number(row.get(place), "covariate \"" + covariate.name() + "\"");
      } catch (UnusableInputException e) {
        throw new UnusableInputException(
            e.getMessage() + "; name a column of words among --categories");
      }
    }
  }

  /** A cell's text as a category; null for an empty cell. */
  static @Nullable String word(Row row, int place) {
    String word = row.isNullAt(place) ? "" : String.valueOf(row.get(place));
    return word.isBlank() ? null : word;
  }

  /**
   * @param covariates in the order of their kinds
   * @throws UnusableInputException for a column that is not there, naming the nearest
   */
  public static Columns of(Dataset<Row> table, SeriesSettings options, List<Covariate> covariates) {
    String[] time = Objects.requireNonNull(options.timeColumn).split(",", 2);
    List<String> names = Arrays.asList(table.columns());
    Places places =
        new Places(
            ColumnNames.index(names, time[0], "time-column"),
            time.length > 1 ? ColumnNames.index(names, time[1], "time-column") : NONE,
            ColumnNames.index(names, Objects.requireNonNull(options.targetColumn), "target-column"),
            options.seriesColumn == null
                ? NONE
                : ColumnNames.index(names, options.seriesColumn, "series-column"));
    StructField field = table.schema().fields()[places.time()];
    return new Columns(
        TimeColumn.of(field, places.hour() != NONE, options.timeFormat),
        places,
        inputs(table, covariates, false),
        inputs(table, covariates, true));
  }

  private static List<Input> inputs(
      Dataset<Row> table, List<Covariate> covariates, boolean constant) {
    List<String> names = Arrays.asList(table.columns());
    return covariates.stream()
        .filter(c -> constant == (c.kind() == Covariate.Kind.STATIC))
        .map(c -> new Input(ColumnNames.index(names, c.name(), option(c)), c))
        .toList();
  }

  static String option(Covariate covariate) {
    return switch (covariate.kind()) {
      case KNOWN -> "covariates";
      case PAST -> "past-covariates";
      case STATIC -> "static-covariates";
    };
  }

  /**
   * The name of a row's series.
   *
   * @throws UnusableInputException for an empty cell: it names none
   */
  public String series(Row row) {
    if (places.series() == NONE) {
      return SeriesTable.SINGLE;
    }
    Object cell = row.get(places.series());
    String name = cell == null ? "" : cell.toString();
    if (name.isBlank()) {
      throw new UnusableInputException(
          "the series column holds an empty cell at the time \""
              + row.get(places.time())
              + "\", expected the name of a series");
    }
    return name;
  }

  TimeCell time(Row row) {
    return time.read(row.get(places.time()), places.hour() == NONE ? null : row.get(places.hour()));
  }

  float target(Row row) {
    int at = places.target();
    String name = "column \"" + row.schema().fieldNames()[at] + "\"";
    return finite(Values.number(row.get(at), name), row, at);
  }

  float[] numbers(List<Input> inputs, Row row) {
    float[] values = new float[inputs.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = finite(inputs.get(k).number(row), row, inputs.get(k).place());
    }
    return values;
  }

  private float finite(float value, Row row, int place) {
    if (Float.isInfinite(value)) {
      throw Values.infinite(
          "series \""
              + series(row)
              + "\" at "
              + row.get(places.time())
              + ": column \""
              + row.schema().fieldNames()[place]
              + "\"",
          row.get(place));
    }
    return value;
  }
}
