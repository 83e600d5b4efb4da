package dev.recurrent.timeseries.job;

import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.Columns;
import dev.recurrent.timeseries.table.SeriesOptions;
import dev.recurrent.timeseries.table.SeriesRow;
import dev.recurrent.timeseries.table.SeriesTable;
import dev.recurrent.timeseries.table.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What follows each series of a long table, as a plan: nothing runs until somebody asks for rows.
 */
public final class LazyForecast {
  /** The column of the expected values; Spark ML's evaluators look for it there. */
  public static final String PREDICTION = "prediction";

  private final SeriesOptions options = new SeriesOptions();
  private final WindowConfig window;
  private final Frequency frequency;

  /**
   * @param seriesColumn null where the table is one series
   * @throws IllegalArgumentException if the model was trained on series without times
   */
  public LazyForecast(
      WindowConfig window,
      String timeColumn,
      String targetColumn,
      @Nullable String seriesColumn,
      String missing) {
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

  /** Series, time, prediction and quantiles; named as the table's columns are. */
  public static StructType schema(String timeColumn, @Nullable String seriesColumn) {
    return ForecastRows.schema(
        seriesColumn == null ? SeriesTable.SINGLE : seriesColumn,
        timeColumn.contains(",") ? "time" : timeColumn,
        true,
        PREDICTION);
  }

  /** A table's times in seconds of UTC, read as training reads them. */
  public static Column seconds(Dataset<Row> table, String timeColumn) {
    String[] names = timeColumn.split(",", 2);
    UDF2<Object, Object, Long> read =
        (time, hour) -> {
          long seconds = Values.time(time, "time column");
          return hour == null
              ? seconds
              : seconds + Columns.HOUR * (long) Values.number(hour, "hour");
        };
    Column hour = names.length > 1 ? table.col(names[1]) : functions.lit(null);
    return functions.udf(read, DataTypes.LongType).apply(table.col(names[0]), hour);
  }

  /** The forecasts of a table, by a forecaster's parameters. */
  public Dataset<Row> of(Dataset<Row> table, Forecaster forecaster) {
    Columns columns = Columns.of(table, options, window.covariates());
    Broadcast<float[]> theta =
        JavaSparkContext.fromSparkContext(table.sparkSession().sparkContext())
            .broadcast(forecaster.parameters());
    ForecastModel model = forecaster.model();
    Frequency steps = frequency;
    StructType schema = schema(Objects.requireNonNull(options.timeColumn), options.seriesColumn);
    MissingValuePolicy rule = options.rule();
    MapGroupsFunction<String, Row, TimeSeries> series =
        (name, rows) -> {
          List<SeriesRow> cells = new ArrayList<>();
          rows.forEachRemaining(row -> cells.add(SeriesRow.of(row, columns)));
          return SeriesRow.observations(name, cells.iterator(), columns)
              .regular(steps, rule)
              .series();
        };
    MapPartitionsFunction<TimeSeries, Row> forecasts =
        it ->
            ForecastRows.rows(
                it, new Forecaster(model, theta.value()), steps, model.config().window().horizon());
    return SeriesRow.numbered(table)
        .groupByKey((MapFunction<Row, String>) columns::series, Encoders.STRING())
        .mapGroups(series, Encoders.javaSerialization(TimeSeries.class))
        .filter((FilterFunction<TimeSeries>) s -> s.length() > 0)
        .mapPartitions(forecasts, Encoders.row(schema));
  }
}
