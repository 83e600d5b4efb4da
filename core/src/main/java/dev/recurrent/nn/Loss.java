package dev.recurrent.nn;

import dev.recurrent.math.Matrix;
import java.io.Serializable;

/** Distance of predictions from real targets: the mean over unmasked targets. */
public sealed interface Loss extends Serializable permits SquaredError, AbsoluteError, Huber {
  /** Loss of one target whose prediction is off by {@code error}. */
  double value(double error);

  /** The slope of {@link #value}. */
  double slope(double error);

  /**
   * The mean loss; the gradient goes to {@code dPredictions}, which may be {@code predictions}
   * itself.
   *
   * @param predictions (R,N)
   * @param targets (R,N); NaN where a target is masked
   */
  default double lossAndGradient(Matrix predictions, Matrix targets, Matrix dPredictions) {
    Matrix.requireShape("targets", targets, predictions.rows, predictions.columns);
    int n = unmasked(targets);
    double sum = 0;
    for (int i = 0; i < predictions.rows; i++) {
      for (int j = 0; j < predictions.columns; j++) {
        float target = targets.get(i, j);
        double error = (double) predictions.get(i, j) - target;
        boolean counts = !Float.isNaN(target);
        sum += counts ? value(error) : 0;
        dPredictions.set(i, j, counts ? (float) (slope(error) / n) : 0f);
      }
    }
    return n == 0 ? 0 : sum / n;
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
