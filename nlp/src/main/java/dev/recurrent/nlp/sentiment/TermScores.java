package dev.recurrent.nlp.sentiment;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Weights of terms by label: the linear classifier behind naive Bayes and logistic regression. A
 * term counts once, however often a text has it.
 */
public final class TermScores implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How scores become probabilities. */
  public enum Link {
    /** By their exponentials, which are made to sum to 1. */
    SOFTMAX,
    /** By a logistic function for each label, whose values are made to sum to 1. */
    AGAINST_REST
  }

  private final Link link;
  private final float[] weights;
  private final float[] bias;

  /**
   * @param weights (terms, labels), row by row
   * @param bias one a label
   * @throws IllegalArgumentException if the weights are no whole rows
   */
  public TermScores(Link link, float[] weights, float[] bias) {
    if (bias.length == 0 || weights.length % bias.length != 0) {
      throw new IllegalArgumentException(
          weights.length + " weights of terms are no rows of " + bias.length + " labels");
    }
    this.link = link;
    this.weights = weights;
    this.bias = bias;
  }

  float[] weights() {
    return weights;
  }

  float[] bias() {
    return bias;
  }

  int terms() {
    return weights.length / bias.length;
  }

  /** The scores times a factor, to become probabilities by a softmax. */
  public TermScores times(double factor) {
    return new TermScores(Link.SOFTMAX, times(weights, factor), times(bias, factor));
  }

  private static float[] times(float[] values, double factor) {
    float[] products = new float[values.length];
    for (int i = 0; i < products.length; i++) {
      products[i] = (float) (factor * values[i]);
    }
    return products;
  }

  /**
   * The scores of the labels, before the link.
   *
   * @param terms that a text has, rising
   */
  public double[] scores(int[] terms) {
    double[] scores = new double[bias.length];
    for (int k = 0; k < scores.length; k++) {
      double sum = bias[k];
      for (int term : terms) {
        sum += weights[term * scores.length + k];
      }
      scores[k] = sum;
    }
    return scores;
  }

  /**
   * The probabilities of the labels.
   *
   * @param terms that a text has, rising
   */
  public double[] probabilities(int[] terms) {
    double[] scores = scores(terms);
    return link == Link.SOFTMAX ? softmax(scores) : againstRest(scores);
  }

  /** Made to sum to 1, in place. */
  static double[] softmax(double[] scores) {
    double largest = Arrays.stream(scores).max().orElseThrow();
    Arrays.setAll(scores, k -> Math.exp(scores[k] - largest));
    double sum = Arrays.stream(scores).sum();
    Arrays.setAll(scores, k -> scores[k] / sum);
    return scores;
  }

  private static double[] againstRest(double[] scores) {
    Arrays.setAll(scores, k -> 1 / (1 + Math.exp(-scores[k])));
    double sum = Arrays.stream(scores).sum();
    Arrays.setAll(scores, k -> sum > 0 ? scores[k] / sum : 1.0 / scores.length);
    return scores;
  }
}
