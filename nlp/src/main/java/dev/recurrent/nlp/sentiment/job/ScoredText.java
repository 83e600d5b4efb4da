package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.TermScores;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** What a network and several bags of words say of one text. */
final class ScoredText implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long key;
  private final int label;
  private final double[] network;
  private final double[][] bags;

  private ScoredText(long key, int label, double[] network, double[][] bags) {
    this.key = key;
    this.label = label;
    this.network = network;
    this.bags = bags;
  }

  /**
   * @param text with the network's prediction
   * @param terms places of the text's terms
   */
  static ScoredText of(
      ClassifiedTexts.Prediction text, List<String> labels, int[] terms, List<TermScores> bags) {
    double[][] scores = new double[bags.size()][];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = bags.get(i).scores(terms);
    }
    int label = labels.indexOf(text.text().label());
    return new ScoredText(text.text().key(), label, text.probabilities(), scores);
  }

  /** Drawn from the text; orders texts. */
  long key() {
    return key;
  }

  /** Whether the network's most probable label is the right one. */
  boolean networkIsCorrect() {
    return isHighest(network);
  }

  /** Whether a bag's highest score is that of the right label. */
  boolean bagIsCorrect(int bag) {
    return isHighest(bags[bag]);
  }

  private boolean isHighest(double[] scores) {
    return Arrays.stream(scores).allMatch(score -> score <= scores[label]);
  }

  /**
   * With one of the bags.
   *
   * @param factor of the bag's scores
   */
  CombinationFit.Scored with(int bag, double factor) {
    double[] scores = Arrays.stream(bags[bag]).map(score -> factor * score).toArray();
    return new CombinationFit.Scored(label, network, scores);
  }
}
