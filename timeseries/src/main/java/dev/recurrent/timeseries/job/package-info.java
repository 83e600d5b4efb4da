/**
 * The forecasting commands: options, console and report around the training of {@link
 * dev.recurrent.timeseries.ml}.
 *
 * <p>Nothing uses this package. Start reading at {@link
 * dev.recurrent.timeseries.job.ForecastingTrain}.
 */
@NullMarked
package dev.recurrent.timeseries.job;

import org.jspecify.annotations.NullMarked;
