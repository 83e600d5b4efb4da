package dev.recurrent.train;

import dev.recurrent.math.Sums;
import java.io.Serializable;

/**
 * Bounds a gradient before the step: each value to ±{@code value}, then the whole to a norm of at
 * most {@code norm} (Pascanu et al. 2013, arXiv:1211.5063). Infinity means no bound.
 */
public record GradientClip(double norm, double value) implements Serializable {
  /**
   * @throws IllegalArgumentException unless both bounds are above 0
   */
  public GradientClip {
    if (!(norm > 0 && value > 0)) {
      throw new IllegalArgumentException(
          "clip norm is " + norm + ", clip value " + value + ", expected both above 0");
    }
  }

  /** Bounds of which 0 means none. */
  public static GradientClip of(double norm, double value) {
    return new GradientClip(
        norm == 0 ? Double.POSITIVE_INFINITY : norm, value == 0 ? Double.POSITIVE_INFINITY : value);
  }

  public static GradientClip none() {
    return new GradientClip(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  public static GradientClip byNorm(double norm) {
    return new GradientClip(norm, Double.POSITIVE_INFINITY);
  }

  public static GradientClip byValue(double value) {
    return new GradientClip(Double.POSITIVE_INFINITY, value);
  }

  /** Clips in place; returns the norm before, which is not finite if any value was not. */
  public double apply(float[] gradient) {
    double before = Math.sqrt(Sums.ofSquares(gradient, 0, gradient.length));
    if (value != Double.POSITIVE_INFINITY) {
      float bound = (float) value;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = Math.max(-bound, Math.min(bound, gradient[i]));
      }
    }
    double now =
        value == Double.POSITIVE_INFINITY
            ? before
            : Math.sqrt(Sums.ofSquares(gradient, 0, gradient.length));
    if (now > norm) {
      float scale = (float) (norm / now);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= scale;
      }
    }
    return before;
  }
}
