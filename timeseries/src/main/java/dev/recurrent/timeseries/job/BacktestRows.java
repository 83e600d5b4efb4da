package dev.recurrent.timeseries.job;

import dev.recurrent.timeseries.backtest.BacktestSteps;
import dev.recurrent.timeseries.table.TimeReading;
import dev.recurrent.timeseries.table.TimedSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A backtest as a table: series, origin, step, metric, and the figure of the model and of each
 * naive forecast. The mean of a metric's rows is that metric of the backtest.
 */
final class BacktestRows {
  private BacktestRows() {}

  /** All columns but the origin, whose type the table's times decide. */
  static StructType columnsBesideOrigin() {
    return metrics(new StructType().add("series", DataTypes.StringType, false));
  }

  private static StructType metrics(StructType before) {
    StructType schema =
        before.add("step", DataTypes.IntegerType, false).add("metric", DataTypes.StringType, false);
    for (String method : BacktestSteps.METHODS) {
      schema = schema.add(method, DataTypes.DoubleType);
    }
    return schema;
  }

  /**
   * @param times of the series, null where they have none: their origins are counted by step
   */
  static Dataset<Row> of(
      SparkSession session, JavaRDD<BacktestSteps> steps, @Nullable TimeReading times) {
    boolean java8 = session.sessionState().conf().datetimeJava8ApiEnabled();
    JavaRDD<Row> rows = steps.flatMap(part -> rows(part, times, java8));
    DataType origin = times == null ? DataTypes.LongType : times.type();
    return session.createDataFrame(
        rows,
        metrics(new StructType().add("series", DataTypes.StringType, false).add("origin", origin)));
  }

  private static Iterator<Row> rows(
      BacktestSteps part, @Nullable TimeReading times, boolean java8) {
    TimedSeries series = new TimedSeries(part.series(), times);
    return IntStream.range(0, part.size())
        .mapToObj(part::step)
        .flatMap(step -> rows(series, step, java8).stream())
        .iterator();
  }

  private static List<Row> rows(TimedSeries series, BacktestSteps.Step step, boolean java8) {
    Object origin = series.cell(step.origin(), java8);
    List<Row> rows = new ArrayList<>();
    step.figures()
        .forEach(
            (metric, figures) -> {
              List<@Nullable Object> cells = new ArrayList<>();
              cells.add(series.series().name());
              cells.add(origin);
              cells.add(step.step());
              cells.add(metric);
              cells.addAll(Arrays.asList(figures));
              rows.add(RowFactory.create(cells.toArray()));
            });
    return rows;
  }
}
