package dev.recurrent.nlp.translation.job;

import dev.recurrent.nlp.corpus.SharedTokenizer;
import dev.recurrent.nlp.translation.TextTranslator;
import dev.recurrent.nlp.translation.Translator;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A translator on every executor: what is large of it is broadcast once, not sent with each task.
 */
final class SharedTranslator implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Translator model;
  private final Broadcast<float[]> parameters;
  private final Broadcast<SharedTokenizer> source;
  private final Broadcast<SharedTokenizer> target;

  SharedTranslator(JavaSparkContext spark, TextTranslator translator) {
    model = translator.model();
    parameters = spark.broadcast(translator.parameters());
    source = spark.broadcast(new SharedTokenizer(translator.source()));
    target = spark.broadcast(new SharedTokenizer(translator.target()));
  }

  /** One for the task that asks. */
  TextTranslator get() {
    return new TextTranslator(
        model, parameters.value(), source.value().tokenizer(), target.value().tokenizer());
  }
}
