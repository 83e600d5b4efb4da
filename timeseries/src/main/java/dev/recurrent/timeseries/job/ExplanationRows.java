package dev.recurrent.timeseries.job;

import dev.recurrent.timeseries.explain.Explainer;
import dev.recurrent.timeseries.explain.Explanation;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.series.TimeSeries;
import dev.recurrent.timeseries.table.TimeReading;
import dev.recurrent.timeseries.table.TimedSeries;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Explanations as a table: series, time (or step, without a calendar), source, back, contribution.
 * The contributions of a time, with that of the source {@code baseline}, add up to its forecast.
 */
final class ExplanationRows {
  private static final String BASELINE = "baseline";

  private ExplanationRows() {}

  /** All columns but the time, whose type the table decides. */
  static StructType columnsBesideTime() {
    return contributions(new StructType().add("series", DataTypes.StringType, false));
  }

  private static StructType contributions(StructType before) {
    return before
        .add("source", DataTypes.StringType, false)
        .add("back", DataTypes.IntegerType, false)
        .add("contribution", DataTypes.DoubleType, false);
  }

  /**
   * @param times of the series, null where they have none
   */
  static Dataset<Row> of(
      SparkSession session,
      JavaRDD<TimeSeries> series,
      @Nullable TimeReading times,
      Explainer explainer) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Forecaster forecaster = explainer.forecaster();
    Broadcast<float[]> theta = spark.broadcast(forecaster.parameters());
    ForecastModel model = forecaster.model();
    int steps = explainer.steps();
    boolean java8 = session.sessionState().conf().datetimeJava8ApiEnabled();
    JavaRDD<Row> rows =
        series
            .map(s -> new TimedSeries(s, times))
            .mapPartitions(
                part -> {
                  Explainer own = new Explainer(new Forecaster(model, theta.value()), steps);
                  return each(part, one -> rows(one, own, java8));
                });
    StructType schema =
        new StructType()
            .add("series", DataTypes.StringType, false)
            .add(
                times == null ? "step" : "time", times == null ? DataTypes.LongType : times.type());
    return session.createDataFrame(rows, contributions(schema));
  }

  /** One series at a time: a partition's rows need not fit into memory. */
  private static Iterator<Row> each(
      Iterator<TimedSeries> part, Function<TimedSeries, List<Row>> rows) {
    Iterable<TimedSeries> all = () -> part;
    return StreamSupport.stream(all.spliterator(), false)
        .flatMap(one -> rows.apply(one).stream())
        .iterator();
  }

  private static List<Row> rows(TimedSeries timed, Explainer explainer, boolean java8) {
    TimeSeries series = timed.series();
    Explanation explanation = explainer.explain(series, series.length());
    long first = series.step(series.length());
    List<Row> rows = new ArrayList<>();
    for (int k = 0; k < explanation.point().length; k++) {
      Object time = timed.cell(first + k, java8);
      rows.add(RowFactory.create(series.name(), time, BASELINE, 0, explanation.baseline()[k]));
      for (Explanation.Source source : explanation.sources()) {
        rows.add(
            RowFactory.create(
                series.name(), time, source.name(), source.back(), source.contributions()[k]));
      }
    }
    return rows;
  }
}
