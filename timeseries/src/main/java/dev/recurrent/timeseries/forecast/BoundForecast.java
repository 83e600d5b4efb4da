package dev.recurrent.timeseries.forecast;

import dev.recurrent.math.Matrix;
import dev.recurrent.train.BoundModel;

/** A forecasting network at work. Windows are independent: no state goes from batch to batch. */
public interface BoundForecast extends BoundModel<WindowBatch> {
  /**
   * The head's outputs for every value, (N*B, parameters), without dropout: a view that lives until
   * the next call.
   */
  Matrix predict(WindowBatch batch);
}
