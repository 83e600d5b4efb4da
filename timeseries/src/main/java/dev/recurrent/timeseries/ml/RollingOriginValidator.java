package dev.recurrent.timeseries.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;

/**
 * Cross-validation for series. Spark's {@code CrossValidator} draws folds at random, so a network
 * would learn from rows later than those it is measured on. Here fold i is measured on the i-th
 * last horizon of every series, and trained on the rows before it (Tashman 2000, rolling origin).
 *
 * @param forecaster whose parameters are tried
 * @param grid of them, as {@code ParamGridBuilder} builds it
 * @param evaluator that compares {@code targetCol} with {@code prediction}
 * @param folds at least 1
 */
public record RollingOriginValidator(
    RecurrentForecaster forecaster, List<ParamMap> grid, Evaluator evaluator, int folds) {
  private static final String PLACE = "recurrent place from the end";

  /**
   * @throws IllegalArgumentException if there is nothing to try, or no fold
   */
  public RollingOriginValidator {
    grid = List.copyOf(grid);
    if (grid.isEmpty() || folds < 1) {
      throw new IllegalArgumentException(
          "grid has " + grid.size() + " maps, folds are " + folds + ", expected 1 or more of each");
    }
  }

  /** The grid as {@code ParamGridBuilder.build()} gives it. */
  public RollingOriginValidator(
      RecurrentForecaster forecaster, ParamMap[] grid, Evaluator evaluator, int folds) {
    this(forecaster, Arrays.asList(grid), evaluator, folds);
  }

  /**
   * The result of a search.
   *
   * @param model trained with the best parameters on all rows
   * @param best the place of those in the grid
   * @param metrics the evaluator's, mean over the folds, by place in the grid
   */
  public record Result(RecurrentForecasterModel model, int best, List<Double> metrics) {}

  /**
   * Tries all maps of the grid, then trains with the best map on all rows.
   *
   * @throws IllegalArgumentException if a series is too short for the folds
   * @throws IllegalStateException if no metric is a number
   */
  public Result fit(Dataset<?> dataset) {
    Dataset<Row> table = placed(dataset.toDF());
    requireRows(table);
    List<Double> metrics = new ArrayList<>();
    for (ParamMap map : grid) {
      double sum = 0;
      for (int fold = 0; fold < folds; fold++) {
        sum += measure(table, forecaster.copy(map), fold);
      }
      metrics.add(sum / folds);
    }
    int best = best(metrics, evaluator.isLargerBetter());
    return new Result(forecaster.copy(grid.get(best)).fit(dataset), best, List.copyOf(metrics));
  }

  /**
   * The place of the best metric; NaN is worse than any number, wherever it stands.
   *
   * @throws IllegalStateException if there is no number
   */
  static int best(List<Double> metrics, boolean largerIsBetter) {
    int best = -1;
    for (int i = 0; i < metrics.size(); i++) {
      double metric = metrics.get(i);
      boolean better =
          best < 0 || (largerIsBetter ? metric > metrics.get(best) : metric < metrics.get(best));
      best = !Double.isNaN(metric) && better ? i : best;
    }
    if (best < 0) {
      throw new IllegalStateException(
          "no parameters of the grid give a metric that is a number: "
              + metrics
              + "; look for missing targets in the last rows, or lower the learning rates");
    }
    return best;
  }

  private Column times(Dataset<Row> table, String column) {
    Param<String> format = forecaster.timeFormat();
    return LazyForecast.times(
        table, column, forecaster.isDefined(format) ? forecaster.getOrDefault(format) : null);
  }

  private String target() {
    return forecaster.getOrDefault(forecaster.targetCol());
  }

  /** Each row with a target gets its place from its series' end, the last being 0. */
  private Dataset<Row> placed(Dataset<Row> table) {
    Column time = times(table, forecaster.getOrDefault(forecaster.timeCol()));
    Column missing = functions.col(target()).isNull();
    WindowSpec latestFirst = Window.partitionBy(series(), missing).orderBy(time.desc());
    Column place = functions.row_number().over(latestFirst).minus(1);
    return table.withColumn(PLACE, functions.when(missing, -1).otherwise(place));
  }

  private Column series() {
    return forecaster.isDefined(forecaster.seriesCol())
        ? functions.col(forecaster.getOrDefault(forecaster.seriesCol()))
        : functions.lit("the series");
  }

  /** Behind the folds every series needs a row, and one of them more than a horizon to train on. */
  private void requireRows(Dataset<Row> table) {
    long horizon = 1;
    for (ParamMap map : grid) {
      RecurrentForecaster tried = forecaster.copy(map);
      horizon = Math.max(horizon, (Integer) tried.getOrDefault(tried.horizon()));
    }
    Column rows = functions.max(functions.col(PLACE)).plus(1).cast("long").as("rows");
    Row ends =
        table
            .groupBy(series().as("series"))
            .agg(rows)
            .agg(functions.min("rows"), functions.max("rows"))
            .first();
    if (ends.isNullAt(0)) {
      return;
    }
    requireRows("the shortest series", ends.getLong(0), folds * horizon, horizon);
    requireRows("the longest series", ends.getLong(1), (folds + 1) * horizon, horizon);
  }

  private void requireRows(String series, long rows, long held, long horizon) {
    if (rows <= held) {
      throw new IllegalArgumentException(
          String.format(
              "%s has %d rows with a target, expected more than %d for %d folds of horizon %d;"
                  + " lower folds or the horizon, or leave short series out",
              series, rows, held, folds, horizon));
    }
  }

  private double measure(Dataset<Row> table, RecurrentForecaster tried, int fold) {
    int horizon = (Integer) tried.getOrDefault(tried.horizon());
    Column place = functions.col(PLACE);
    int behind = (fold + 1) * horizon;
    Column target = functions.col(target());
    Dataset<Row> past =
        table.withColumn(target(), functions.when(place.geq(behind), target)).drop(PLACE);
    Dataset<Row> actual = table.filter(place.geq(fold * horizon).and(place.lt(behind))).drop(PLACE);
    Dataset<Row> forecasts = tried.fit(past).transform(past);
    return evaluator.evaluate(joined(forecasts, actual));
  }

  /** The forecasts and the observed values. */
  private Dataset<Row> joined(Dataset<Row> forecasts, Dataset<Row> actual) {
    String time = forecaster.getOrDefault(forecaster.timeCol());
    List<String> keys = new ArrayList<>(List.of("recurrent time"));
    Dataset<Row> left =
        forecasts
            .withColumn(keys.get(0), times(forecasts, forecasts.columns()[1]))
            .drop(forecasts.columns()[1]);
    Dataset<Row> right =
        actual
            .withColumn(keys.get(0), times(actual, time))
            .withColumn(target(), functions.col(target()).cast("double"));
    if (forecaster.isDefined(forecaster.seriesCol())) {
      keys.add(forecaster.getOrDefault(forecaster.seriesCol()));
    }
    return left.join(right, keys.toArray(new String[0]));
  }
}
