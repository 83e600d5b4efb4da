package dev.recurrent.timeseries.job;

import dev.recurrent.spark.job.TrialRanking;
import dev.recurrent.timeseries.backtest.Backtest;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.table.SeriesTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Forecasts from all origins of the validation rows, a horizon apart. Their errors have the unit of
 * the series, so that networks can be compared that scale or cut their windows differently.
 */
record ValidationForecasts(
    JavaSparkContext spark, SeriesTable table, ForecastModel model, Backtest.Plan plan)
    implements TrialRanking {
  static final String MASE = "MASE";

  @Override
  public Score of(float[] parameters) {
    Forecaster trained = new Forecaster(model, parameters);
    return score(Backtest.run(spark, table.series(), trained, plan).modelFigures());
  }

  /** The mean absolute error where a season without changes gives no MASE. */
  static Score score(Map<String, Object> figures) {
    for (String measure : List.of(MASE, "MAE")) {
      if (figures.get(measure.toLowerCase(Locale.ROOT)) instanceof Number error
          && Double.isFinite(error.doubleValue())) {
        return new Score(measure, -error.doubleValue());
      }
    }
    return new Score(MASE, Double.NaN);
  }
}
