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
 * A network and bags of words on the same texts.
 *
 * @param predicted the texts with the predictions of the network
 * @param unscaled the network before temperature scaling, or null where nothing was scaled
 * @param baselines the figures of each bag, by its name; empty where none was trained
 */
record BaselineComparison(
    ClassifiedTexts predicted,
    ClassMetrics network,
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
    List<String> labels = classifier.model().config().labels();
    ClassifiedTexts predicted = ClassifiedTexts.of(session, texts, classifier).persisted();
    return new BaselineComparison(
        predicted,
        ClassMetrics.of(predicted.table(), labels),
        unscaled == null
            ? null
            : ClassMetrics.of(ClassifiedTexts.of(session, texts, unscaled).table(), labels),
        bags == null ? Map.of() : bags.measure(texts));
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
   * The best bag's figures under a name, and those of all under its plural; nothing without bags.
   */
  Map<String, Object> baselineFigures(String name) {
    String best = best();
    if (best == null) {
      return Map.of();
    }
    Map<String, Object> first = new LinkedHashMap<>(Map.of("kind", key(best)));
    first.putAll(figures(best).toMap());
    Map<String, Object> all = new LinkedHashMap<>();
    baselines.forEach((bag, metrics) -> all.put(key(bag), metrics.toMap()));
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put(name, first);
    figures.put(name + "s", all);
    return figures;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replace(' ', '_');
  }
}
