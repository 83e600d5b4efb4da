/**
 * The commands of text classification: options, console, baseline and report around the training of
 * {@link dev.recurrent.nlp.sentiment.ml}.
 *
 * <p>Nothing uses this package. Start reading at {@link
 * dev.recurrent.nlp.sentiment.job.SentimentTrain}.
 */
@NullMarked
package dev.recurrent.nlp.sentiment.job;

import org.jspecify.annotations.NullMarked;
