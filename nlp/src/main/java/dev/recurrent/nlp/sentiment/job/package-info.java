/**
 * The jobs of text classification, and the way of labelled texts through Spark.
 *
 * <p>Start reading at {@link dev.recurrent.nlp.sentiment.job.SentimentTrain}.
 */
@NullMarked
package dev.recurrent.nlp.sentiment.job;

import org.jspecify.annotations.NullMarked;
