/**
 * The jobs of text generation, and the way of text through Spark: from files to tokens, contiguous
 * streams and shards.
 *
 * <p>Start reading at {@link dev.recurrent.nlp.generation.job.GenerationTrain}.
 */
@NullMarked
package dev.recurrent.nlp.generation.job;

import org.jspecify.annotations.NullMarked;
