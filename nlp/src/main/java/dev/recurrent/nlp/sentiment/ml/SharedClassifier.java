package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.nlp.corpus.SharedTokenizer;
import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.nlp.sentiment.TextClassifier;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * A classifier on every executor: what is large of it is broadcast once, not sent with each task.
 */
public final class SharedClassifier implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ClassifierModel model;
  private final Broadcast<float[]> parameters;
  private final Broadcast<SharedTokenizer> tokenizer;

  private SharedClassifier(
      ClassifierModel model, Broadcast<float[]> parameters, Broadcast<SharedTokenizer> tokenizer) {
    this.model = model;
    this.parameters = parameters;
    this.tokenizer = tokenizer;
  }

  public static SharedClassifier of(SparkSession session, TextClassifier classifier) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    return new SharedClassifier(
        classifier.model(),
        spark.broadcast(classifier.parameters()),
        spark.broadcast(new SharedTokenizer(classifier.tokenizer())));
  }

  /** One for the task that asks. */
  public TextClassifier get() {
    return new TextClassifier(model, parameters.value(), tokenizer.value().tokenizer());
  }
}
