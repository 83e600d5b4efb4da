package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.spark.ml.ModelFiles;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The model of a stage and of all the stage's copies: loaded once and broadcast once. */
final class FittedClassifier implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ModelFiles files;
  private transient @Nullable TextClassifier classifier;
  private transient @Nullable SharedClassifier shared;
  private transient @Nullable SparkContext sharedBy;

  FittedClassifier(ModelFiles files) {
    this.files = files;
  }

  ModelFiles files() {
    return files;
  }

  synchronized TextClassifier classifier() {
    if (classifier == null) {
      classifier = TextClassifier.load(files.open());
    }
    return classifier;
  }

  /** Broadcast once, however often rows are to be classified: for a stream, at every batch. */
  synchronized SharedClassifier shared(SparkSession session) {
    if (shared == null || sharedBy != session.sparkContext()) {
      shared = SharedClassifier.of(session, classifier());
      sharedBy = session.sparkContext();
    }
    return shared;
  }
}
