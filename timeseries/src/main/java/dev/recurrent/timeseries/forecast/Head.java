package dev.recurrent.timeseries.forecast;

import dev.recurrent.math.Matrix;
import java.util.Arrays;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * What a network's outputs say about one value, and how well. Outputs come as rows of {@link
 * #parameters} columns; losses are means over targets that are not NaN, in nats where they are
 * likelihoods.
 */
interface Head {
  /** Outputs for each value. */
  int parameters();

  /**
   * The loss of one value; the gradient with respect to its outputs goes to their place.
   *
   * @param share what the gradient is multiplied with
   */
  double lossAndGradient(float[] outputs, int at, float target, float share);

  /** The expected value, or the median of a head that only has quantiles. */
  double point(float[] outputs, int at);

  /**
   * @param level 0 to 1, both excluded
   */
  double quantile(float[] outputs, int at, double level);

  /** A value drawn from what the outputs say; what there is no doubt about is no draw. */
  double sample(float[] outputs, int at, RandomGenerator random);

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
