/**
 * A whole run: rounds, validation, checkpoints, the run directory and its lock.
 *
 * <p>Start reading at {@link dev.recurrent.spark.run.TrainingRun}.
 */
@NullMarked
package dev.recurrent.spark.run;

import org.jspecify.annotations.NullMarked;
