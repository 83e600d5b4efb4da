/**
 * Encoder-decoder translators, the search for their best sentence, and the scores that judge it.
 *
 * <p>Imports {@code dev.recurrent.nlp.text} and core; no Spark, so a trained model is served by
 * plain Java. Start reading at {@link dev.recurrent.nlp.translation.Translator}.
 */
@NullMarked
package dev.recurrent.nlp.translation;

import org.jspecify.annotations.NullMarked;
