package dev.recurrent.timeseries.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.spark.job.ModelKind;
import dev.recurrent.timeseries.forecast.ForecastConfig;
import dev.recurrent.timeseries.forecast.ForecastModel;
import dev.recurrent.train.Model;

/** Opens forecasting networks. */
public final class ForecastModelKind implements ModelKind {
  @Override
  public String name() {
    return ForecastModel.KIND;
  }

  @Override
  public Model<?> open(ModelDirectory directory) {
    return new ForecastModel(directory.description().config(ForecastConfig.class));
  }
}
