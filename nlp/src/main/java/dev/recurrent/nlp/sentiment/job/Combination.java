package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.math.Seed;
import dev.recurrent.nlp.sentiment.TermScores;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.sentiment.WeightedBag;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Whether a network is combined with a bag of words, and with which weights. Texts to validate on
 * decide: the most accurate bag's scores get the factor by which the labels are most probable, then
 * both get a weight.
 *
 * @param bag to combine with, or null
 * @param kind of the bag
 * @param bagWeight factor of the bag's scores
 * @param reason why there is none; empty where there is
 */
record Combination(@Nullable WeightedBag bag, String kind, double bagWeight, String reason) {
  /** Texts to validate on that are enough. */
  private static final long FEWEST = 50;

  /** Texts that are looked at: a few numbers need no more. */
  private static final long MOST = 20_000;

  /** Numbers that the driver holds. */
  private static final long MOST_NUMBERS = 1 << 22;

  /**
   * How much less the total loss must be where the network is better, in nats: one for each weight.
   * A bag that is about as accurate as the network has nothing to prove.
   */
  private static final double LEAST_GAIN = 2;

  /** Both weights before any text is seen: the mean of network and bag. */
  private static final double EXPECTED = 0.5;

  private static final double PENALTY = 5;
  private static final int SAMPLE = 403;

  /** When a network is combined. */
  enum Wish {
    AUTO,
    TRUE,
    FALSE;

    static Wish of(String name) {
      for (Wish wish : values()) {
        if (wish.name().equals(name.toUpperCase(Locale.ROOT))) {
          return wish;
        }
      }
      throw new IllegalArgumentException("\"" + name + "\", expected auto, true or false");
    }
  }

  static Combination none(String reason) {
    return new Combination(null, "", 0, reason);
  }

  /**
   * Chooses by the log loss.
   *
   * @param texts to validate on, all with one of the classifier's labels
   * @param classifier the network, after temperature scaling
   */
  static Combination choose(
      SparkSession session,
      JavaRDD<LabelledText> texts,
      TextClassifier classifier,
      BagsOfWords bags,
      Wish wish) {
    if (!bags.knowAllLabels()) {
      return none("a label has no text to train a bag of words on");
    }
    Map<String, TermScores> candidates = bags.reproducible();
    List<String> kinds = List.copyOf(candidates.keySet());
    List<TermScores> scores = new ArrayList<>(candidates.values());
    List<ScoredText> scored =
        score(session, texts, classifier, bags.weighted(scores.get(0), 1), scores);
    if (scored.size() < FEWEST) {
      return none("fewer than " + FEWEST + " texts to validate on");
    }
    int chosen = mostAccurate(scored, kinds.size());
    double factor =
        CombinationFit.factor(scored.stream().map(text -> text.with(chosen, 1)).toList());
    CombinationFit fit =
        CombinationFit.of(
            scored.stream().map(text -> text.with(chosen, factor)).toList(), EXPECTED, PENALTY);
    double least =
        wish == Wish.TRUE
            ? Double.NEGATIVE_INFINITY
            : networkIsBetter(scored, chosen) ? LEAST_GAIN : 0;
    if (fit.bagWeight() == 0 || fit.gain() < least) {
      return none("the network alone predicts the validation texts as well");
    }
    double weight = factor * fit.bagWeight();
    WeightedBag bag = bags.weighted(scores.get(chosen).times(weight), fit.networkWeight());
    return new Combination(bag, kinds.get(chosen), weight, "");
  }

  private static boolean networkIsBetter(List<ScoredText> scored, int bag) {
    long network = scored.stream().filter(ScoredText::networkIsCorrect).count();
    long differ = scored.stream().filter(t -> t.networkIsCorrect() != t.bagIsCorrect(bag)).count();
    return isBetter(network, correct(scored, bag), differ);
  }

  /**
   * Whether a network is more accurate by more than a standard error of the difference (McNemar
   * 1947). Its epoch was chosen by the same texts, so a small lead says little.
   *
   * @param network texts that the network has right
   * @param bag texts that the bag has right
   * @param differ texts that only one of them has right
   */
  static boolean isBetter(long network, long bag, long differ) {
    return network - bag > Math.sqrt(differ);
  }

  private static int mostAccurate(List<ScoredText> scored, int bags) {
    int best = 0;
    for (int i = 1; i < bags; i++) {
      best = correct(scored, i) > correct(scored, best) ? i : best;
    }
    return best;
  }

  private static long correct(List<ScoredText> scored, int bag) {
    return scored.stream().filter(text -> text.bagIsCorrect(bag)).count();
  }

  private static List<ScoredText> score(
      SparkSession session,
      JavaRDD<LabelledText> texts,
      TextClassifier classifier,
      WeightedBag words,
      List<TermScores> scores) {
    List<String> labels = new ArrayList<>(classifier.model().config().labels());
    long most = Math.min(MOST, MOST_NUMBERS / ((1L + scores.size()) * labels.size()));
    double share = (double) most / Math.max(1, texts.count());
    JavaRDD<LabelledText> some =
        share >= 1 ? texts : texts.filter(t -> Seed.unit(Seed.of(t.key(), SAMPLE)) < share);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<WeightedBag> terms = spark.broadcast(words);
    Broadcast<List<TermScores>> each = spark.broadcast(scores);
    try {
      List<ScoredText> scored =
          new ArrayList<>(
              ClassifiedTexts.of(session, some, classifier)
                  .rows()
                  .map(
                      text ->
                          ScoredText.of(
                              text, labels, terms.value().places(text.text().text()), each.value()))
                  .collect());
      scored.sort(Comparator.comparingLong(ScoredText::key));
      return scored;
    } finally {
      terms.destroy();
      each.destroy();
    }
  }

  /** For {@code model.json}. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    if (bag == null) {
      map.put("reason", reason);
    } else {
      map.put("kind", BaselineComparison.key(kind));
      map.put("network_weight", bag.networkWeight());
      map.put("bag_weight", bagWeight);
    }
    return map;
  }

  /** What was decided, one line. */
  String line() {
    return bag == null
        ? "not combined with a bag of words: " + reason
        : String.format(
            Locale.ROOT,
            "combined with a bag of words, %s: weights %.3f (network) and %.3f",
            kind,
            bag.networkWeight(),
            bagWeight);
  }
}
