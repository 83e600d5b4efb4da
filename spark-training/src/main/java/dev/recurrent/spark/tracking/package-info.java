/**
 * What tools outside see of a run while it goes on: the figures of its rounds, as TensorBoard's
 * event files, on an MLflow server and among Spark's metrics. Nothing here changes what a run
 * computes.
 *
 * <p>Imports {@code dev.recurrent.spark} for reports of rounds and {@code dev.recurrent.spark.run}
 * for directories. Start reading at {@link dev.recurrent.spark.tracking.RoundMetrics}.
 */
@NullMarked
package dev.recurrent.spark.tracking;

import org.jspecify.annotations.NullMarked;
