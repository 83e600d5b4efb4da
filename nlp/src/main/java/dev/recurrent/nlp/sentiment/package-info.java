/**
 * Sequence classification: one label for a text, with what decided it. Knows no Spark.
 *
 * <p>Imports {@code dev.recurrent.nlp.text} and core. Start reading at {@link
 * dev.recurrent.nlp.sentiment.TextClassifier}.
 */
@NullMarked
package dev.recurrent.nlp.sentiment;

import org.jspecify.annotations.NullMarked;
