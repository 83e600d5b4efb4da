package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.nlp.corpus.SharedTokenizer;
import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.sentiment.WeightedBag;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A classifier on every executor: what is large of it is broadcast once, not sent with each task.
 */
public final class SharedClassifier implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ClassifierModel model;
  private final Broadcast<float[]> parameters;
  private final Broadcast<SharedTokenizer> tokenizer;
  private final @Nullable Broadcast<WeightedBag> bag;
  private final @Nullable SharedClassifier other;

  private SharedClassifier(
      ClassifierModel model,
      Broadcast<float[]> parameters,
      Broadcast<SharedTokenizer> tokenizer,
      @Nullable Broadcast<WeightedBag> bag,
      @Nullable SharedClassifier other) {
    this.model = model;
    this.parameters = parameters;
    this.tokenizer = tokenizer;
    this.bag = bag;
    this.other = other;
  }

  public static SharedClassifier of(SparkSession session, TextClassifier classifier) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    return new SharedClassifier(
        classifier.model(),
        spark.broadcast(classifier.parameters()),
        spark.broadcast(new SharedTokenizer(classifier.tokenizer())),
        classifier.bag() == null ? null : spark.broadcast(classifier.bag()),
        classifier.other() == null ? null : of(session, classifier.other()));
  }

  /** One for the task that asks. */
  public TextClassifier get() {
    TextClassifier own =
        new TextClassifier(model, parameters.value(), tokenizer.value().tokenizer())
            .combinedWith(bag == null ? null : bag.value());
    return other == null ? own : own.averagedWith(other.get());
  }
}
