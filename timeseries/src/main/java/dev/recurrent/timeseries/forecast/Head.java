package dev.recurrent.timeseries.forecast;

import dev.recurrent.format.FromJson;
import dev.recurrent.format.ToJson;
import dev.recurrent.math.Matrix;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Random;

/**
 * The meaning of a network's outputs for one value, and their loss: a distribution, quantiles or
 * one number. Anyone may implement it. Outputs come as rows of {@link #parameters} columns. Losses
 * are means over the targets that are not NaN, in nats where they are likelihoods.
 *
 * <p>{@link Distribution} has the built-in ones. A model's file has the name of an own head's
 * class: it needs a public constructor without parameters. Heads hold no memory, and threads share
 * them.
 */
public interface Head extends Serializable {
  /** Outputs for each value. */
  int parameters();

  /**
   * The loss of one value; the gradient with respect to its outputs replaces them.
   *
   * @param at where its outputs begin
   * @param target scaled as the window is; never NaN
   * @param share the factor of the gradient
   */
  double lossAndGradient(float[] outputs, int at, float target, float share);

  /** The expected value, or the median of a head that only has quantiles. */
  double point(float[] outputs, int at);

  /**
   * The quantile: the value below which the true value lies with probability {@code level}.
   *
   * @param level 0 to 1, both excluded
   */
  double quantile(float[] outputs, int at, double level);

  /**
   * A value drawn at random; the point of a head that is not {@link #probabilistic}. By default the
   * quantile of a level that is drawn.
   */
  default double sample(float[] outputs, int at, Random random) {
    return quantile(outputs, at, Math.max(Double.MIN_NORMAL, random.nextDouble()));
  }

  /** Whether it gives quantiles, not the point alone. */
  default boolean probabilistic() {
    return true;
  }

  /** Whether {@link #sample} draws from the tails too, as an autoregressive network needs. */
  default boolean canSample() {
    return true;
  }

  /** Whether values are counts: whole numbers from 0, which are not scaled. */
  default boolean counts() {
    return false;
  }

  /**
   * Whether no value is below 0. Such a distribution describes the values themselves, not a
   * distance from another forecast, and scales have to keep 0.
   */
  default boolean nonNegative() {
    return counts();
  }

  /**
   * The name in files: {@code STUDENT_T}, or the class of an own head.
   *
   * @throws IllegalArgumentException if {@link #of} does not find that class
   */
  @ToJson
  default String name() {
    return HeadClass.make(getClass().getName()).getClass().getName();
  }

  /**
   * The head of a name: {@code student-t} and the like in any letter case, or the name of a public
   * class on the class path that has a public constructor without parameters.
   *
   * @throws IllegalArgumentException if there is no such head, listing the names there are
   */
  @FromJson
  static Head of(String name) {
    Distribution builtIn = Distribution.find(name);
    return builtIn != null ? builtIn : HeadClass.make(name);
  }

  /** The mean loss of all rows; {@code outputs} become their gradient. */
  default double lossAndGradient(Matrix outputs, Matrix targets) {
    int n = 0;
    for (float target : targets.data) {
      n += Float.isNaN(target) ? 0 : 1;
    }
    double sum = 0;
    for (int i = 0; i < targets.rows; i++) {
      int at = i * parameters();
      float target = targets.data[i];
      if (Float.isNaN(target)) {
        Arrays.fill(outputs.data, at, at + parameters(), 0f);
      } else {
        sum += lossAndGradient(outputs.data, at, target, 1f / n);
      }
    }
    return n == 0 ? 0 : sum / n;
  }

  /** log(1 + eˣ), above 0. */
  static double softplus(double x) {
    return x > 30 ? x : Math.log1p(Math.exp(x));
  }

  /** The slope of {@link #softplus}. */
  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
