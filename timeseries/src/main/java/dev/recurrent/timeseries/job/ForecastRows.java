package dev.recurrent.timeseries.job;

import dev.recurrent.timeseries.forecast.Forecast;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.SeriesTable;
import java.time.Instant;
import java.util.ArrayList;
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
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts as a table: series, time (or step, without a calendar), point, q10 to q90, and the
 * point once more as {@code mean}, the name that scripts may still read.
 */
final class ForecastRows {
  private static final int BATCH = 128;
  private static final String POINT = "point";

  /** What the column was called when it held the median of quantiles as well. */
  private static final String OLD_POINT = "mean";

  private ForecastRows() {}

  static Dataset<Row> of(
      SparkSession session, SeriesTable table, Forecaster forecaster, int steps) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<float[]> theta = spark.broadcast(forecaster.parameters());
    ForecastModel model = forecaster.model();
    Frequency frequency = table.frequency();
    JavaRDD<Row> rows =
        table
            .series()
            .mapPartitions(it -> rows(it, new Forecaster(model, theta.value()), frequency, steps));
    return session
        .createDataFrame(rows, schema(frequency != null))
        .withColumn(OLD_POINT, functions.col(POINT));
  }

  private static StructType schema(boolean timed) {
    return schema("series", timed ? "time" : "step", timed, POINT);
  }

  static StructType schema(String series, String time, boolean timed, String point) {
    StructType schema =
        new StructType()
            .add(series, DataTypes.StringType, false)
            .add(time, timed ? DataTypes.TimestampType : DataTypes.LongType)
            .add(point, DataTypes.DoubleType, false);
    for (double level : Forecaster.LEVELS) {
      schema = schema.add("q" + Math.round(100 * level), DataTypes.DoubleType, false);
    }
    return schema;
  }

  static Iterator<Row> rows(
      Iterator<TimeSeries> series,
      Forecaster forecaster,
      @Nullable Frequency frequency,
      int steps) {
    return new Iterator<>() {
      private Iterator<Row> ready = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        if (!ready.hasNext() && series.hasNext()) {
          List<Forecaster.Origin> batch = new ArrayList<>();
          while (batch.size() < BATCH && series.hasNext()) {
            TimeSeries next = series.next();
            batch.add(new Forecaster.Origin(next, next.length()));
          }
          List<Row> some = new ArrayList<>();
          for (Forecast forecast : forecaster.forecast(batch)) {
            add(some, forecast, frequency, steps);
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
      List<Row> rows, Forecast forecast, @Nullable Frequency frequency, int steps) {
    for (int k = 0; k < steps; k++) {
      List<Object> cells = new ArrayList<>();
      long step = forecast.firstStep() + k;
      cells.add(forecast.series());
      cells.add(
          frequency == null
              ? (Object) step
              : java.sql.Timestamp.from(Instant.ofEpochSecond(frequency.epochSecond(step))));
      cells.add(forecast.point()[k]);
      for (double[] quantile : forecast.quantiles()) {
        cells.add(quantile[k]);
      }
      rows.add(RowFactory.create(cells.toArray()));
    }
  }
}
