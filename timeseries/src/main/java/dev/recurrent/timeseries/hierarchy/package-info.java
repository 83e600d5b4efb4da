/**
 * Forecasts of a hierarchy that add up: the levels above the leaves, the corrections that make
 * every level the sum of its leaves, and quantiles from corrected draws. It needs no Spark.
 *
 * <p>Start reading at {@link dev.recurrent.timeseries.hierarchy.Reconciliation}.
 */
@NullMarked
package dev.recurrent.timeseries.hierarchy;

import org.jspecify.annotations.NullMarked;
