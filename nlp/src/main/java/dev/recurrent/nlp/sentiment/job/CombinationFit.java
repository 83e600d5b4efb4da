package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.WeightedBag;
import java.util.Arrays;
import java.util.List;

/**
 * Fits two weights, of a network's log probabilities and of a bag's scores: those by which the
 * labels of texts are most probable, neither below 0. The loss is convex, so Newton's method finds
 * them.
 */
final class CombinationFit {
  private static final int MOST_STEPS = 50;

  /** The shortest part of a step that is tried. */
  private static final double SHORTEST = 1e-10;

  /**
   * What a network and a bag of words say of one text.
   *
   * @param label the right one's place
   * @param network probabilities of the labels
   * @param bag scores of the labels
   */
  record Scored(int label, double[] network, double[] bag) {}

  private final List<Scored> texts;
  private final double expected;
  private final double penalty;
  private double networkWeight;
  private double bagWeight;

  private CombinationFit(List<Scored> texts, double expected, double penalty) {
    this.texts = texts;
    this.expected = expected;
    this.penalty = penalty;
    bagWeight = expected;
  }

  /**
   * Fits both weights.
   *
   * @param texts in an order that is always the same
   * @param expected weight of both before any text is seen
   * @param penalty of squared differences from it, in nats: with few texts the weights stay near it
   */
  static CombinationFit of(List<Scored> texts, double expected, double penalty) {
    CombinationFit fit = new CombinationFit(texts, expected, penalty);
    fit.networkWeight = expected;
    fit.descend(true);
    if (fit.bagWeight < 0) {
      fit.networkWeight = 1;
      fit.bagWeight = 0;
    } else if (fit.networkWeight < 0) {
      fit.networkWeight = 0;
      fit.descend(false);
    }
    return fit;
  }

  /** The factor of the bag's scores by which the labels are most probable without the network. */
  static double factor(List<Scored> texts) {
    CombinationFit fit = new CombinationFit(texts, 0, 0.01);
    fit.descend(false);
    return Math.max(0, fit.bagWeight);
  }

  double networkWeight() {
    return networkWeight;
  }

  double bagWeight() {
    return bagWeight;
  }

  /** How much less the loss of all texts is than that of the network alone, in nats. */
  double gain() {
    return loss(1, 0) - loss(networkWeight, bagWeight);
  }

  private double loss(double a, double b) {
    double sum = 0;
    for (Scored text : texts) {
      double[] both = WeightedBag.combined(text.network, text.bag, a, b);
      sum -= WeightedBag.log(both[text.label]);
    }
    return sum;
  }

  private double penalized(double a, double b) {
    double da = a - expected;
    double db = b - expected;
    return loss(a, b) + penalty * (da * da + db * db) / 2;
  }

  /**
   * @param network whether the network's weight moves too
   */
  private void descend(boolean network) {
    double reached = penalized(networkWeight, bagWeight);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] move = newton(network);
      double length = 1;
      double next = penalized(networkWeight - move[0], bagWeight - move[1]);
      while (!(next <= reached) && length > SHORTEST) {
        length /= 2;
        next = penalized(networkWeight - length * move[0], bagWeight - length * move[1]);
      }
      if (!(next < reached)) {
        return;
      }
      networkWeight -= length * move[0];
      bagWeight -= length * move[1];
      reached = next;
    }
  }

  /** The inverse of the second derivatives times the first ones. */
  private double[] newton(boolean network) {
    double[] first = {penalty * (networkWeight - expected), penalty * (bagWeight - expected)};
    double[] second = {penalty, 0, penalty};
    for (Scored text : texts) {
      add(text, first, second);
    }
    if (!network) {
      return new double[] {0, first[1] / second[2]};
    }
    double determinant = second[0] * second[2] - second[1] * second[1];
    return new double[] {
      (second[2] * first[0] - second[1] * first[1]) / determinant,
      (second[0] * first[1] - second[1] * first[0]) / determinant
    };
  }

  /** Adds a text's derivatives: expectations and covariances of log probabilities and scores. */
  private void add(Scored text, double[] first, double[] second) {
    double[] both = WeightedBag.combined(text.network, text.bag, networkWeight, bagWeight);
    double[] x = Arrays.stream(text.network).map(WeightedBag::log).toArray();
    double[] y = text.bag;
    double meanX = mean(both, x);
    double meanY = mean(both, y);
    first[0] += meanX - x[text.label];
    first[1] += meanY - y[text.label];
    for (int k = 0; k < both.length; k++) {
      double dx = x[k] - meanX;
      double dy = y[k] - meanY;
      second[0] += both[k] * dx * dx;
      second[1] += both[k] * dx * dy;
      second[2] += both[k] * dy * dy;
    }
  }

  private static double mean(double[] weights, double[] values) {
    double sum = 0;
    for (int k = 0; k < values.length; k++) {
      sum += weights[k] * values[k];
    }
    return sum;
  }
}
