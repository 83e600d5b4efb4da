/**
 * Text and its tokens: counting, learning a vocabulary, encoding, decoding and the {@code
 * tokenizer.json} file.
 *
 * <p>Everything here may import the JDK, Jackson and core only; no Spark and no Hadoop, so that a
 * tokenizer runs unchanged on an executor, on the driver and outside a cluster.
 */
@NullMarked
package dev.recurrent.nlp.text;

import org.jspecify.annotations.NullMarked;
