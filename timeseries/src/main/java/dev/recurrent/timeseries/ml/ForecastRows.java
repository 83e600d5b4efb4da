package dev.recurrent.timeseries.ml;

import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.forecast.Intervals;
import dev.recurrent.timeseries.forecast.Levels;
import dev.recurrent.timeseries.table.SeriesTable;
import dev.recurrent.timeseries.table.TimeReading;
import dev.recurrent.timeseries.table.TimedSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Forecasts as a table: series, time (or step, without a calendar), point, q10 to q90, the edges of
 * the asked bands ({@code low_95}, {@code high_95}), and the point once more as {@code mean}, the
 * name that scripts may still read.
 */
public final class ForecastRows {
  private static final int BATCH = 128;
  private static final String POINT = "point";

  /** What the column was called when it held the median of quantiles as well. */
  private static final String OLD_POINT = "mean";

  /** What the columns of a band's edges begin with; its per cents follow. */
  private static final String LOW = "low_";

  private static final String HIGH = "high_";

  private ForecastRows() {}

  public static Dataset<Row> of(
      SparkSession session, SeriesTable table, Forecaster forecaster, int steps) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<float[]> theta = spark.broadcast(forecaster.parameters());
    ForecastModel model = forecaster.model();
    Intervals intervals = forecaster.intervals();
    Levels levels = forecaster.levels();
    TimeReading times = table.times();
    // Rows of a session are made by its own settings, whichever session is active.
    boolean java8 = session.sessionState().conf().datetimeJava8ApiEnabled();
    JavaRDD<Row> rows =
        table
            .series()
            .map(s -> new TimedSeries(s, times))
            .mapPartitions(
                it -> {
                  Forecaster own = new Forecaster(model, theta.value());
                  return rows(it, own.with(intervals).with(levels), java8, steps);
                });
    StructType schema =
        times == null
            ? schema("series", "step", DataTypes.LongType, POINT)
            : schema("series", "time", times.type(), POINT);
    return session
        .createDataFrame(rows, withBands(schema, levels))
        .withColumn(OLD_POINT, functions.col(POINT));
  }

  /** For whoever reads forecasts by the columns' present names alone. */
  public static Dataset<Row> withoutOldName(Dataset<Row> rows) {
    return rows.drop(OLD_POINT);
  }

  /** Whether rows hold java.time's dates and instants, as encoders made now expect. */
  static boolean java8() {
    return SQLConf.get().datetimeJava8ApiEnabled();
  }

  static StructType schema(String series, String time, DataType type, String point) {
    StructType schema =
        new StructType()
            .add(series, DataTypes.StringType, false)
            .add(time, type)
            .add(point, DataTypes.DoubleType, false);
    for (double level : Forecaster.LEVELS) {
      schema = schema.add("q" + Math.round(100 * level), DataTypes.DoubleType, false);
    }
    return schema;
  }

  private static StructType withBands(StructType rows, Levels levels) {
    StructType schema = rows;
    for (int percent : levels.bands()) {
      schema = schema.add(LOW + percent, DataTypes.DoubleType, false);
      schema = schema.add(HIGH + percent, DataTypes.DoubleType, false);
    }
    return schema;
  }

  /**
   * Those of {@link #withoutOldName} that no table's times decide.
   *
   * @param levels whose bands are asked for
   */
  public static StructType columnsBesideTime(Levels levels) {
    StructType all = withBands(schema("series", "step", DataTypes.LongType, POINT), levels);
    return new StructType(
        Arrays.stream(all.fields())
            .filter(field -> !field.name().equals("step"))
            .toArray(StructField[]::new));
  }

  static Iterator<Row> rows(
      Iterator<TimedSeries> series, Forecaster forecaster, boolean java8, int steps) {
    return new Iterator<>() {
      private Iterator<Row> ready = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        if (!ready.hasNext() && series.hasNext()) {
          List<Forecaster.Origin> batch = new ArrayList<>();
          List<TimedSeries> timed = new ArrayList<>();
          while (batch.size() < BATCH && series.hasNext()) {
            TimedSeries next = series.next();
            timed.add(next);
            batch.add(new Forecaster.Origin(next.series(), next.series().length()));
          }
          List<Row> some = new ArrayList<>();
          List<Forecast> forecasts = forecaster.forecast(batch);
          for (int i = 0; i < forecasts.size(); i++) {
            add(some, forecasts.get(i), timed.get(i), java8, steps);
          }
          ready = some.iterator();
        }
        return ready.hasNext();
      }

      @Override
      public Row next() {
        return ready.next();
      }
    };
  }

  private static void add(
      List<Row> rows, Forecast forecast, TimedSeries series, boolean java8, int steps) {
    for (int k = 0; k < steps; k++) {
      List<Object> cells = new ArrayList<>();
      cells.add(forecast.series());
      cells.add(series.cell(forecast.firstStep() + k, java8));
      cells.add(forecast.point()[k]);
      for (double[] quantile : forecast.quantiles()) {
        cells.add(quantile[k]);
      }
      for (double[][] band : forecast.bands()) {
        cells.add(band[0][k]);
        cells.add(band[1][k]);
      }
      rows.add(RowFactory.create(cells.toArray()));
    }
  }
}
