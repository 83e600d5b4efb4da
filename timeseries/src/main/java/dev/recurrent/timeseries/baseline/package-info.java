/**
 * The statistical forecasts that a network has to beat: naive forecasts, M4's Theta, exponential
 * smoothing. They are fitted to one series and need no Spark.
 *
 * <p>Start reading at {@link dev.recurrent.timeseries.baseline.Baseline}.
 */
@NullMarked
package dev.recurrent.timeseries.baseline;

import org.jspecify.annotations.NullMarked;
