/**
 * Text classification on Spark: the data, the training, and the stages of Spark ML.
 *
 * <p>Imports {@code dev.recurrent.nlp.sentiment}, {@code nlp.corpus} and {@code nlp.text}, {@code
 * dev.recurrent.spark} with its {@code ml}, {@code run} and {@code table} packages, core and Spark;
 * never a job. Start reading at {@link dev.recurrent.nlp.sentiment.ml.TextClassifierTraining}.
 */
@NullMarked
package dev.recurrent.nlp.sentiment.ml;

import org.jspecify.annotations.NullMarked;
