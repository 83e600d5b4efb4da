package dev.recurrent.nn;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Sums;
import java.util.Arrays;

/**
 * The mean of -log softmax(logits)[target] over unmasked targets, in nats.
 *
 * @param smoothing share of each target's weight that is spread over all V classes, 0 to below 1
 *     (Szegedy et al. 2015, arXiv:1512.00567, section 7)
 */
public record SoftmaxCrossEntropy(float smoothing) implements Loss {
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

  /** Without label smoothing. */
  public SoftmaxCrossEntropy() {
    this(0f);
  }

  /** One: a target is the number of a class. */
  @Override
  public int targetSize(int outputSize) {
    return 1;
  }

  @Override
  public double lossAndGradient(
      float[] outputs, int at, int count, float[] targets, int from, float share) {
    requireTarget(targets[from], count);
    return row(outputs, at, count, (int) targets[from], share);
  }

  @Override
  public void requireTarget(float target, int outputSize) {
    if (target != (int) target || target < 0 || target >= outputSize) {
      throw new IllegalArgumentException(
          "target is "
              + (target == (int) target ? String.valueOf((int) target) : String.valueOf(target))
              + ", expected the number of a class, 0 to below "
              + outputSize);
    }
  }

  /** The probabilities of the classes. */
  @Override
  public void predict(float[] outputs, int at, int count) {
    float largest = Kernels.max(outputs, at, count);
    double sum = Kernels.exp(outputs, at, count, largest);
    for (int j = at; j < at + count; j++) {
      outputs[j] = (float) (outputs[j] / sum);
    }
  }

  /** Without label smoothing. */
  @Override
  public Loss reported() {
    return new SoftmaxCrossEntropy(0f);
  }

  @Override
  public float[] exampleTargets(int outputSize) {
    float[] classes = new float[outputSize];
    for (int i = 0; i < outputSize; i++) {
      classes[i] = i;
    }
    return classes;
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

  /**
   * The loss, without smoothing: what is reported on validation data. The logits (R,V) are
   * overwritten.
   *
   * @param targets R classes, or {@link #MASKED}
   */
  public double loss(Matrix logits, int[] targets) {
    int n = unmasked(targets, logits.rows);
    return n == 0 ? 0 : sum(0, logits, targets, 0) / n;
  }

  /** {@code before} and the losses of logits (R,V) whose targets begin at {@code from}. */
  double sum(double before, Matrix logits, int[] targets, int from) {
    double sum = before;
    for (int i = 0; i < logits.rows; i++) {
      int target = targets[from + i];
      if (target != MASKED) {
        requireClass(target, logits.columns);
        int at = logits.index(i);
        float largest = Kernels.max(logits.data, at, logits.columns);
        double own = (double) logits.data[at + target] - largest;
        sum += Math.log(Kernels.exp(logits.data, at, logits.columns, largest)) - own;
      }
    }
    return sum;
  }

  /**
   * The loss with smoothing; the logits (R,V) become their own gradient.
   *
   * @param targets R classes, or {@link #MASKED}
   */
  public double lossAndGradient(Matrix logits, int[] targets) {
    int n = unmasked(targets, logits.rows);
    double sum = sumAndGradient(0, logits, targets, 0, n);
    return n == 0 ? 0 : sum / n;
  }

  /**
   * As {@link #sum}, with smoothing; the logits become the gradient of the mean over {@code
   * unmasked} targets.
   */
  double sumAndGradient(double before, Matrix logits, int[] targets, int from, int unmasked) {
    float share = unmasked == 0 ? 0 : 1f / unmasked;
    double sum = before;
    for (int i = 0; i < logits.rows; i++) {
      int target = targets[from + i];
      int at = logits.index(i);
      if (target == MASKED) {
        Arrays.fill(logits.data, at, at + logits.columns, 0f);
      } else {
        requireClass(target, logits.columns);
        sum += row(logits.data, at, logits.columns, target, share);
      }
    }
    return sum;
  }

  static void requireClass(int target, int classes) {
    if (target < 0 || target >= classes) {
      throw new IllegalArgumentException(
          "target is " + target + ", expected 0 to below " + classes + ", or " + MASKED);
    }
  }

  double row(float[] x, int at, int v, int target, float share) {
    float largest = Kernels.max(x, at, v);
    double own = (double) x[at + target] - largest;
    double mean = smoothing > 0 ? Sums.of(x, at, v) / v - largest : 0;
    double sum = Kernels.exp(x, at, v, largest);
    float scale = (float) (share / sum);
    float spread = smoothing / v * share;
    for (int j = at; j < at + v; j++) {
      x[j] = x[j] * scale - spread;
    }
    x[at + target] -= (1 - smoothing) * share;
    return Math.log(sum) - (1 - smoothing) * own - smoothing * mean;
  }
}
