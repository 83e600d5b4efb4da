package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A network and a bag of words on the same texts.
 *
 * @param predicted the texts with the predictions of the network
 * @param baseline the bag's figures, or null where none was trained
 */
record BaselineComparison(
    ClassifiedTexts predicted, ClassMetrics network, @Nullable ClassMetrics baseline) {
  /**
   * @param texts whose labels are all among the classifier's
   */
  static BaselineComparison of(
      SparkSession session,
      JavaRDD<LabelledText> texts,
      TextClassifier classifier,
      @Nullable BagOfWords bag) {
    List<String> labels = classifier.model().config().labels();
    ClassifiedTexts predicted = ClassifiedTexts.of(session, texts, classifier).persisted();
    ClassMetrics network = ClassMetrics.of(predicted.table(), labels);
    if (bag == null) {
      return new BaselineComparison(predicted, network, null);
    }
    var table = BagOfWords.table(session, texts, labels, classifier.model().config().form());
    return new BaselineComparison(predicted, network, ClassMetrics.of(bag.predict(table), labels));
  }

  /** Under a name, or nothing where there is no baseline. */
  Map<String, Object> baselineFigures(String name) {
    return baseline == null ? Map.of() : Map.of(name, baseline.toMap());
  }
}
