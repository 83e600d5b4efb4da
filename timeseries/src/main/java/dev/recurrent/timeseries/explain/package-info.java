/**
 * What moved a forecast: contributions of past values and of covariates. It needs no Spark.
 *
 * <p>Start reading at {@link dev.recurrent.timeseries.explain.Explainer}.
 */
@NullMarked
package dev.recurrent.timeseries.explain;

import org.jspecify.annotations.NullMarked;
