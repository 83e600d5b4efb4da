package dev.recurrent.timeseries.ml;

import dev.recurrent.spark.ml.ModelFiles;
import dev.recurrent.timeseries.forecast.Forecaster;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The model of a stage and of all the stage's copies, loaded once. */
final class FittedForecaster implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ModelFiles files;
  private transient @Nullable Forecaster forecaster;

  FittedForecaster(ModelFiles files) {
    this.files = files;
  }

  ModelFiles files() {
    return files;
  }

  synchronized Forecaster forecaster() {
    if (forecaster == null) {
      forecaster = Forecaster.load(files.open());
    }
    return forecaster;
  }
}
