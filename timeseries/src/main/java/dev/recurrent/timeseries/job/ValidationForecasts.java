package dev.recurrent.timeseries.job;

import dev.recurrent.spark.run.ValidationMetric;
import dev.recurrent.timeseries.backtest.Backtest;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.timeseries.forecast.Forecaster;
import dev.recurrent.timeseries.table.SeriesTable;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Forecasts from all origins of the validation rows, a horizon apart. Their errors have the unit of
 * the series, so that networks can be compared that scale or cut their windows differently.
 */
record ValidationForecasts(
    JavaSparkContext spark, SeriesTable table, ForecastModel model, Backtest.Plan plan)
    implements ValidationMetric {
  @Override
  public String name() {
    return "negative MASE";
  }

  /** The mean absolute error where a season without changes gives no MASE. */
  @Override
  public double score(float[] parameters, long round) {
    var figures =
        Backtest.run(spark, table.series(), new Forecaster(model, parameters), plan).modelFigures();
    for (String measure : new String[] {"mase", "mae"}) {
      if (figures.get(measure) instanceof Number error && Double.isFinite(error.doubleValue())) {
        return -error.doubleValue();
      }
    }
    return Double.NaN;
  }
}
