package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A classifier and bags of words on the same texts.
 *
 * @param predicted the texts with the predictions of the classifier
 * @param classifier a network, or one that is combined with a bag of words
 * @param alone the network alone, or null where it is not combined
 * @param unscaled the network before temperature scaling, or null where nothing was scaled
 * @param baselines the figures of each bag, by its name; empty where none was trained
 */
record BaselineComparison(
    ClassifiedTexts predicted,
    ClassMetrics classifier,
    @Nullable ClassMetrics alone,
    @Nullable ClassMetrics unscaled,
    Map<String, ClassMetrics> baselines) {
  /**
   * @param texts whose labels are all among the classifier's
   * @param unscaled the classifier before temperature scaling, or null
   */
  static BaselineComparison of(
      SparkSession session,
      JavaRDD<LabelledText> texts,
      TextClassifier classifier,
      @Nullable TextClassifier unscaled,
      @Nullable BagsOfWords bags) {
    ClassifiedTexts predicted = ClassifiedTexts.of(session, texts, classifier).persisted();
    TextClassifier network = classifier.bag() == null ? null : classifier.combinedWith(null);
    return new BaselineComparison(
        predicted,
        ClassMetrics.of(predicted.table(), classifier.model().config().labels()),
        metrics(session, texts, network),
        metrics(session, texts, unscaled),
        bags == null ? Map.of() : bags.measure(texts));
  }

  private static @Nullable ClassMetrics metrics(
      SparkSession session, JavaRDD<LabelledText> texts, @Nullable TextClassifier classifier) {
    if (classifier == null) {
      return null;
    }
    List<String> labels = classifier.model().config().labels();
    return ClassMetrics.of(ClassifiedTexts.of(session, texts, classifier).table(), labels);
  }

  /** The figures of the network, without a bag of words. */
  ClassMetrics networkAlone() {
    return alone == null ? classifier : alone;
  }

  /** The name of the most accurate bag; of two, that of the lower log loss. Null without any. */
  @Nullable String best() {
    String best = null;
    for (String name : baselines.keySet()) {
      best = best == null || figures(name).isBetterThan(figures(best)) ? name : best;
    }
    return best;
  }

  /** Of one of the bags. */
  ClassMetrics figures(String name) {
    return Objects.requireNonNull(baselines.get(name), name);
  }

  /**
   * The best bag's figures under a name, and those of all under its plural, nothing without bags;
   * those of the network alone, nothing where it is not combined.
   */
  Map<String, Object> figures(String name, String network) {
    Map<String, Object> figures = new LinkedHashMap<>();
    String best = best();
    if (best != null) {
      Map<String, Object> first = new LinkedHashMap<>(Map.of("kind", key(best)));
      first.putAll(figures(best).toMap());
      Map<String, Object> all = new LinkedHashMap<>();
      baselines.forEach((bag, metrics) -> all.put(key(bag), metrics.toMap()));
      figures.put(name, first);
      figures.put(name + "s", all);
    }
    if (alone != null) {
      figures.put(network, alone.toMap());
    }
    return figures;
  }

  static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replace(' ', '_');
  }
}
