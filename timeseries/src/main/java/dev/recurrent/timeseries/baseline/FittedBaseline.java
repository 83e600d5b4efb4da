package dev.recurrent.timeseries.baseline;

/** A baseline whose parameters are estimated. It holds the state at the origin before. */
@FunctionalInterface
public interface FittedBaseline {
  /**
   * Forecasts from an origin; nothing at or after the origin is read.
   *
   * @param origin place of the first value to forecast; at least the origin of the call before
   */
  double[] forecast(int origin, int horizon);
}
