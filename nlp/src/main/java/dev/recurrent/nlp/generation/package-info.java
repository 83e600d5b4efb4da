/**
 * Language models and the text they write: one-to-many generation and completion.
 *
 * <p>Imports {@code dev.recurrent.nlp.text} and core; no Spark, so a trained model is served by
 * plain Java. Start reading at {@link dev.recurrent.nlp.generation.LanguageModel}.
 */
@NullMarked
package dev.recurrent.nlp.generation;

import org.jspecify.annotations.NullMarked;
