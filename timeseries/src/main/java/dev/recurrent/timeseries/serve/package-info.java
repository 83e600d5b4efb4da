/**
 * Serves forecasters over HTTP, without Spark.
 *
 * <p>Imports {@code dev.recurrent.serve}, {@code dev.recurrent.timeseries.forecast} and {@code
 * .series}. Start reading at {@link dev.recurrent.timeseries.serve.ForecasterServing}.
 */
@NullMarked
package dev.recurrent.timeseries.serve;

import org.jspecify.annotations.NullMarked;
