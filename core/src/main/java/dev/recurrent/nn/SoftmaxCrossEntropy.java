package dev.recurrent.nn;

import dev.recurrent.math.Activations;
import dev.recurrent.math.Matrix;

/**
 * The mean of -log softmax(logits)[target] over unmasked targets, in nats.
 *
 * @param smoothing share of each target's weight that is spread over all V classes, 0 to below 1
 *     (Szegedy et al. 2015, arXiv:1512.00567, section 7)
 */
public record SoftmaxCrossEntropy(float smoothing) {
  /** A target that does not count: padding. */
  public static final int MASKED = -1;

  /**
   * @throws IllegalArgumentException if {@code smoothing} is outside [0, 1)
   */
  public SoftmaxCrossEntropy {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "label smoothing is " + smoothing + ", expected at least 0 and below 1");
    }
  }

  /** How many of the first {@code count} targets are not masked. */
  public static int unmasked(int[] targets, int count) {
    int n = 0;
    for (int i = 0; i < count; i++) {
      if (targets[i] != MASKED) {
        n++;
      }
    }
    return n;
  }

  /** The loss, without smoothing: what is reported on validation data. */
  public double loss(Matrix logits, int[] targets) {
    double sum = 0;
    for (int i = 0; i < logits.rows; i++) {
      if (targets[i] != MASKED) {
        requireClass(targets[i], logits.columns);
        int at = logits.index(i);
        sum +=
            Activations.logSumExp(logits.data, at, logits.columns) - logits.data[at + targets[i]];
      }
    }
    int n = unmasked(targets, logits.rows);
    return n == 0 ? 0 : sum / n;
  }

  /**
   * The loss with smoothing; the logits (R,V) become their own gradient.
   *
   * @param targets R classes, or {@link #MASKED}
   */
  public double lossAndGradient(Matrix logits, int[] targets) {
    int n = unmasked(targets, logits.rows);
    float share = n == 0 ? 0 : 1f / n;
    double sum = 0;
    for (int i = 0; i < logits.rows; i++) {
      if (targets[i] == MASKED) {
        logits.rows(i, 1).fill(0f);
      } else {
        requireClass(targets[i], logits.columns);
        sum += row(logits, logits.index(i), targets[i], share);
      }
    }
    return n == 0 ? 0 : sum / n;
  }

  private static void requireClass(int target, int classes) {
    if (target < 0 || target >= classes) {
      throw new IllegalArgumentException(
          "target is " + target + ", expected 0 to below " + classes + ", or " + MASKED);
    }
  }

  private double row(Matrix logits, int at, int target, float share) {
    float[] x = logits.data;
    int v = logits.columns;
    double logSum = Activations.logSumExp(x, at, v);
    double loss = (1 - smoothing) * (logSum - x[at + target]);
    if (smoothing > 0) {
      double mean = 0;
      for (int j = at; j < at + v; j++) {
        mean += x[j];
      }
      loss += smoothing * (logSum - mean / v);
    }
    float spread = smoothing / v;
    for (int j = at; j < at + v; j++) {
      x[j] = ((float) Math.exp(x[j] - logSum) - spread) * share;
    }
    x[at + target] -= (1 - smoothing) * share;
    return loss;
  }
}
