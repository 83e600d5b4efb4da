/**
 * Forecasting on Spark: windows as shards, the training, the stages of Spark ML, and tuning with
 * rolling origins.
 *
 * <p>Imports the other packages of {@code dev.recurrent.timeseries}, {@code dev.recurrent.spark}
 * with its {@code ml}, {@code run} and {@code table} packages, core and Spark; never a job. Start
 * reading at {@link dev.recurrent.timeseries.ml.ForecasterTraining}.
 */
@NullMarked
package dev.recurrent.timeseries.ml;

import org.jspecify.annotations.NullMarked;
