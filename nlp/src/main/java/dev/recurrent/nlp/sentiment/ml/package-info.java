/**
 * Text classification in Spark ML: an estimator and its model.
 *
 * <p>Imports {@code dev.recurrent.nlp.job} and {@code dev.recurrent.spark.ml}. Start reading at
 * {@link dev.recurrent.nlp.sentiment.ml.RecurrentTextClassifier}.
 */
@NullMarked
package dev.recurrent.nlp.sentiment.ml;

import org.jspecify.annotations.NullMarked;
