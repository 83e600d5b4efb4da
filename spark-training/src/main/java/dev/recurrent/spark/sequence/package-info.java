/**
 * The library's way in from a program: tables of sequences, training a {@link
 * dev.recurrent.train.SequenceModel} on them, and the trained model on tables.
 *
 * <p>Imports {@code dev.recurrent.spark}, its {@code run} and {@code table} packages, and core.
 * Start reading at {@link dev.recurrent.spark.sequence.SparkTraining}.
 */
@NullMarked
package dev.recurrent.spark.sequence;

import org.jspecify.annotations.NullMarked;
