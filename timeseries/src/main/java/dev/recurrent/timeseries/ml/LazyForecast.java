package dev.recurrent.timeseries.ml;

import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.Intervals;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import dev.recurrent.timeseries.table.Columns;
import dev.recurrent.timeseries.table.NeededColumns;
import dev.recurrent.timeseries.table.SeriesDefect;
import dev.recurrent.timeseries.table.SeriesRow;
import dev.recurrent.timeseries.table.SeriesRows;
import dev.recurrent.timeseries.table.SeriesSettings;
import dev.recurrent.timeseries.table.SeriesTable;
import dev.recurrent.timeseries.table.TimeColumn;
import dev.recurrent.timeseries.table.TimedSeries;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What follows each series of a long table, as a plan: nothing runs until somebody asks for rows.
 */
public final class LazyForecast {
  /** The column of the expected values; Spark ML's evaluators look for it there. */
  public static final String PREDICTION = "prediction";

  private final SeriesSettings options = new SeriesSettings();
  private final WindowConfig window;
  private final Frequency frequency;

  /**
   * @param seriesColumn null where the table is one series
   * @param missing null for the default rule
   * @throws IllegalArgumentException if the model was trained on series without times
   */
  public LazyForecast(
      WindowConfig window,
      String timeColumn,
      String targetColumn,
      @Nullable String seriesColumn,
      @Nullable String missing) {
    this.window = window;
    if (window.frequency() == null) {
      throw new IllegalArgumentException("the model was trained on series without times");
    }
    frequency = Objects.requireNonNull(window.frequency());
    options.timeColumn = timeColumn;
    options.targetColumn = targetColumn;
    options.seriesColumn = seriesColumn;
    options.missing = missing;
  }

  /**
   * How the table's times are written and where they hold.
   *
   * @param format a pattern, null for ISO 8601
   * @param zone null for the model's
   */
  public LazyForecast times(@Nullable String format, @Nullable String zone) {
    options.timeFormat = format;
    options.timeZone = zone;
    return this;
  }

  /**
   * The rule as a user gave it: rows may then be at some of its steps alone.
   *
   * @param given null where training found the rule
   */
  public LazyForecast frequency(@Nullable String given) {
    options.frequency = given;
    return this;
  }

  /**
   * Series, time, prediction and quantiles; named as the table's columns are, times of its type.
   *
   * @throws UnusableInputException if the column of times holds none
   * @throws IllegalArgumentException if two columns would have one name
   */
  public static StructType schema(
      StructType table, String timeColumn, @Nullable String seriesColumn) {
    String[] names = timeColumn.split(",", 2);
    StructField time = table.fields()[table.fieldIndex(names[0].trim())];
    StructType schema =
        ForecastRows.schema(
            seriesColumn == null ? SeriesTable.SINGLE : seriesColumn,
            names.length > 1 ? "time" : time.name(),
            TimeColumn.of(time, names.length > 1, null).written(),
            PREDICTION);
    Set<String> different = new HashSet<>();
    for (String name : schema.fieldNames()) {
      // Spark compares the names of columns without regard to case.
      if (!different.add(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "two columns of the forecasts would be named \""
                + name
                + "\"; rename the table's column of series or times");
      }
    }
    return schema;
  }

  /** A table's times as comparable numbers, read as training reads them. */
  public static Column times(Dataset<Row> table, String timeColumn, @Nullable String format) {
    String[] names = timeColumn.split(",", 2);
    StructField field = table.schema().fields()[table.schema().fieldIndex(names[0].trim())];
    TimeColumn column = TimeColumn.of(field, names.length > 1, format);
    UDF2<Object, Object, Long> read = column::number;
    Column hour = names.length > 1 ? table.col(names[1].trim()) : functions.lit(null);
    return functions.udf(read, DataTypes.LongType).apply(table.col(names[0].trim()), hour);
  }

  /** The forecasts of a table, by a forecaster's parameters. */
  public Dataset<Row> of(Dataset<Row> table, Forecaster forecaster) {
    Dataset<Row> needed =
        new NeededColumns(InputTable.of(table, "the table"), options, window).select();
    Columns columns = Columns.of(needed, options, window.covariates());
    Broadcast<float[]> theta =
        JavaSparkContext.fromSparkContext(table.sparkSession().sparkContext())
            .broadcast(forecaster.parameters());
    ForecastModel model = forecaster.model();
    Intervals intervals = forecaster.intervals();
    StructType schema =
        schema(table.schema(), Objects.requireNonNull(options.timeColumn), options.seriesColumn);
    MapGroupsFunction<String, Row, TimedSeries> series = series(columns);
    boolean past = window.shortContexts() == 0;
    boolean java8 = ForecastRows.java8();
    MapPartitionsFunction<TimedSeries, Row> forecasts =
        it ->
            ForecastRows.rows(
                it,
                new Forecaster(model, theta.value()).with(intervals),
                java8,
                model.config().window().horizon());
    return needed
        .groupByKey((MapFunction<Row, String>) columns::series, Encoders.STRING())
        .mapGroups(series, Encoders.javaSerialization(TimedSeries.class))
        .filter((FilterFunction<TimedSeries>) s -> !left(s, past))
        .mapPartitions(forecasts, Encoders.row(schema));
  }

  /** Whether a series is left out: it has no value where one is needed. */
  private static boolean left(TimedSeries timed, boolean needed) {
    return needed && timed.series().length() == 0;
  }

  private MapGroupsFunction<String, Row, TimedSeries> series(Columns columns) {
    Frequency steps = frequency;
    boolean given = options.frequency != null;
    MissingValuePolicy rule = options.rule();
    ZoneId zone = options.zone();
    boolean needed = window.shortContexts() == 0;
    SeriesDefect defect = new SeriesDefect(window.covariates(), window.horizon(), !needed);
    return (name, rows) -> {
      List<SeriesRow> cells = new ArrayList<>();
      rows.forEachRemaining(row -> cells.add(SeriesRow.of(row, columns)));
      TimedSeries timed =
          SeriesRows.of(name, cells.iterator(), columns).timed(columns, steps, given, zone, rule);
      String reason = left(timed, needed) ? null : defect.of(timed.series());
      if (reason != null) {
        throw new UnusableInputException("series \"" + name + "\" " + reason);
      }
      return timed;
    };
  }
}
