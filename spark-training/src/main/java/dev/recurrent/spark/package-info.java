/**
 * Parameter averaging over executors: the round loop, what runs inside a shard, checkpoints.
 *
 * <p>Imports core, Spark and Hadoop's file systems. Start reading at {@link
 * dev.recurrent.spark.ParameterAveraging}; {@link dev.recurrent.spark.run.TrainingRun} puts rounds,
 * validation and checkpoints together into a run.
 *
 * <p>What travels through Spark's data paths is arrays or plain final classes, not records: Spark's
 * Kryo cannot read records. Records may travel in closures, which Java serializes.
 */
@NullMarked
package dev.recurrent.spark;

import org.jspecify.annotations.NullMarked;
