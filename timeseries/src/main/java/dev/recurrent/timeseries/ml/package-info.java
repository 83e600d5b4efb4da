/**
 * Forecasting in Spark ML: an estimator, its model, and tuning with rolling origins.
 *
 * <p>Imports {@code dev.recurrent.timeseries.job} and {@code dev.recurrent.spark.ml}. Start reading
 * at {@link dev.recurrent.timeseries.ml.RecurrentForecaster}.
 */
@NullMarked
package dev.recurrent.timeseries.ml;

import org.jspecify.annotations.NullMarked;
