package dev.recurrent.nn;

import dev.recurrent.math.Matrix;
import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The loss that training minimises: a mean over all targets that are not masked. Anyone may
 * implement it. If a loss compares one output with one target at a time, {@link ElementwiseLoss} is
 * simplest.
 *
 * <p>Outputs are what the last layer computes, without an activation: a loss for probabilities
 * applies its own sigmoid or softmax, and {@link #predict} gives what a user reads.
 */
public interface Loss extends Serializable {
  /**
   * Floats in a target row for rows of {@code outputSize} outputs: as many, or 1 where a target is
   * the number of a class.
   */
  default int targetSize(int outputSize) {
    return outputSize;
  }

  /**
   * The loss of one row, summed over its unmasked targets. Replaces the outputs by {@code share}
   * times its gradient with respect to them. A target that is NaN is masked: it counts nothing.
   *
   * @param outputs N of them, {@code outputs[at]} to {@code outputs[at + count - 1]}
   * @param targets {@link #targetSize} of them from {@code targets[from]}, not all NaN
   */
  double lossAndGradient(
      float[] outputs, int at, int count, float[] targets, int from, float share);

  /**
   * Checks a target before training; here every finite one is possible.
   *
   * @param target that is not NaN
   * @throws IllegalArgumentException with the target and what is expected, if it is impossible
   */
  default void requireTarget(float target, int outputSize) {
    if (Float.isInfinite(target)) {
      throw new IllegalArgumentException("target is " + target + ", expected a finite number");
    }
  }

  /** Replaces a row of outputs by predictions, such as probabilities; here it changes nothing. */
  default void predict(float[] outputs, int at, int count) {}

  /** The loss that validation reports: this one, without what only serves training. */
  default Loss reported() {
    return this;
  }

  /**
   * Values that a target may have, for random batches that test gradients. They lie off points
   * where the loss has no slope.
   */
  default float[] exampleTargets(int outputSize) {
    return new float[] {0f, 1f};
  }

  /**
   * The mean loss over unmasked targets: the sum of each row's loss times its weight, divided by
   * the number of unmasked targets. The outputs become their own gradient.
   *
   * @param outputs (R,N)
   * @param targets (R, {@link #targetSize}), NaN where a target is masked
   * @param weights of the rows, row i having {@code weights[i % weights.length]}, so that B weights
   *     suit T*B rows; or null for ones
   * @throws IllegalArgumentException if the shapes do not fit
   */
  default double lossAndGradient(Matrix outputs, Matrix targets, float @Nullable [] weights) {
    Matrix.requireShape("targets", targets, outputs.rows, targetSize(outputs.columns));
    int n = unmasked(targets);
    double sum = 0;
    for (int i = 0; i < outputs.rows; i++) {
      int at = outputs.index(i);
      float weight = weights == null ? 1f : weights[i % weights.length];
      if (masked(targets, i)) {
        Arrays.fill(outputs.data, at, at + outputs.columns, 0f);
      } else {
        float share = weight / n;
        sum +=
            weight
                * lossAndGradient(
                    outputs.data, at, outputs.columns, targets.data, targets.index(i), share);
      }
    }
    return n == 0 ? 0 : sum / n;
  }

  private static boolean masked(Matrix targets, int row) {
    int from = targets.index(row);
    for (int j = from; j < from + targets.columns; j++) {
      if (!Float.isNaN(targets.data[j])) {
        return false;
      }
    }
    return true;
  }

  /** Targets that are not NaN. */
  static int unmasked(Matrix targets) {
    int n = 0;
    for (int i = 0; i < targets.rows; i++) {
      for (int j = 0; j < targets.columns; j++) {
        n += Float.isNaN(targets.get(i, j)) ? 0 : 1;
      }
    }
    return n;
  }
}
