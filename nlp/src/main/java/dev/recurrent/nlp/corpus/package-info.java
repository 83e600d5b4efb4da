/**
 * Text files on Spark: splits of files, lines with their numbers, vocabulary counts.
 *
 * <p>Start reading at {@link dev.recurrent.nlp.corpus.TextInput}.
 */
@NullMarked
package dev.recurrent.nlp.corpus;

import org.jspecify.annotations.NullMarked;
