/**
 * The jobs of translation, and the way of sentence pairs through Spark.
 *
 * <p>Start reading at {@link dev.recurrent.nlp.translation.job.TranslationTrain}.
 */
@NullMarked
package dev.recurrent.nlp.translation.job;

import org.jspecify.annotations.NullMarked;
