/**
 * Trained models of sequences: loading, predicting and saving, without Spark.
 *
 * <p>Imports {@code dev.recurrent.train} and {@code dev.recurrent.format}. Start reading at {@link
 * dev.recurrent.predict.SequencePredictor}.
 */
@NullMarked
package dev.recurrent.predict;

import org.jspecify.annotations.NullMarked;
