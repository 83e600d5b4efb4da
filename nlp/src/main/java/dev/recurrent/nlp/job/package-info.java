/**
 * What one submits: one class an action, each with a {@code main}, and the way of text through
 * Spark: from files to splits, tokens, contiguous streams and shards.
 *
 * <p>The only package of this module that imports Spark. Start reading at {@link
 * dev.recurrent.nlp.job.GenerationTrain}.
 */
@NullMarked
package dev.recurrent.nlp.job;

import org.jspecify.annotations.NullMarked;
