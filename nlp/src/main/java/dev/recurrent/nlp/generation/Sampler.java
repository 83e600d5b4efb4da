package dev.recurrent.nlp.generation;

import dev.recurrent.math.Activations;
import dev.recurrent.math.Matrix;
import java.util.SplittableRandom;

/** Draws tokens from logits. */
public final class Sampler {
  private final SamplingConfig config;
  private final SplittableRandom random;

  public Sampler(SamplingConfig config) {
    this.config = config;
    this.random = new SplittableRandom(config.seed());
  }

  /**
   * Draws one token of a row of logits.
   *
   * @param first the first token that may be drawn: special tokens lie below it
   */
  public int draw(Matrix logits, int row, int first) {
    int n = logits.columns - first;
    int from = logits.index(row) + first;
    if (config.temperature() == 0) {
      return first + LogitOrder.largest(logits.data, from, n);
    }
    // Ties go to the lower token, so that a draw is a function of logits and seed.
    int[] order = LogitOrder.descending(logits.data, from, n);
    double[] probabilities = probabilities(logits.data, from, order);
    int kept = kept(probabilities);
    double all = 0;
    for (int i = 0; i < kept; i++) {
      all += probabilities[i];
    }
    double left = random.nextDouble() * all;
    int choice = 0;
    while (choice < kept - 1 && left >= probabilities[choice]) {
      left -= probabilities[choice];
      choice++;
    }
    return first + order[choice];
  }

  /** In descending order, at the temperature. */
  private double[] probabilities(float[] logits, int from, int[] order) {
    float[] scaled = new float[order.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (logits[from + order[i]] / config.temperature());
    }
    double logSum = Activations.logSumExp(scaled, 0, scaled.length);
    double[] probabilities = new double[scaled.length];
    for (int i = 0; i < scaled.length; i++) {
      probabilities[i] = Math.exp(scaled[i] - logSum);
    }
    return probabilities;
  }

  /** Of the likeliest k, as few as have the share p of what these k have together. */
  private int kept(double[] probabilities) {
    int most =
        config.topK() == 0 ? probabilities.length : Math.min(config.topK(), probabilities.length);
    double all = 0;
    for (int i = 0; i < most; i++) {
      all += probabilities[i];
    }
    double sum = 0;
    for (int i = 0; i < most; i++) {
      sum += probabilities[i];
      if (sum >= config.topP() * all) {
        return i + 1;
      }
    }
    return most;
  }
}
