package dev.recurrent.spark.sequence;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/** The usual metrics. */
public final class SequenceMetrics {
  private static final float HALF = 0.5f;

  private SequenceMetrics() {}

  /**
   * The share of right answers: the likeliest class, or for one output whether its probability is
   * one half or more.
   */
  public static SequenceMetric accuracy() {
    return new Figure("accuracy", true, SequenceMetrics::accuracy);
  }

  /**
   * The area under the ROC curve of one output, or of the second of two classes: the chance that a
   * positive row has the higher output, equal ones counting one half (Mann and Whitney 1947).
   */
  public static SequenceMetric auc() {
    return new Figure("AUC", true, SequenceMetrics::auc);
  }

  /** The mean squared error over all outputs with a target. */
  public static SequenceMetric meanSquaredError() {
    return new Figure("MSE", false, SequenceMetrics::squaredError);
  }

  private record Figure(String name, boolean higherIsBetter, ToDoubleFunction<Predictions> function)
      implements SequenceMetric {
    @Override
    public double value(Predictions predictions) {
      return function.applyAsDouble(predictions);
    }
  }

  private static double accuracy(Predictions p) {
    long right = 0;
    for (int i = 0; i < p.rows(); i++) {
      int target = Math.round(p.targets()[i * p.targetColumns()]);
      right += likeliest(p, i) == target ? 1 : 0;
    }
    return right / (double) p.rows();
  }

  private static int likeliest(Predictions p, int row) {
    int from = row * p.columns();
    if (p.columns() == 1) {
      return p.outputs()[from] >= HALF ? 1 : 0;
    }
    int best = 0;
    for (int k = 1; k < p.columns(); k++) {
      best = p.outputs()[from + k] > p.outputs()[from + best] ? k : best;
    }
    return best;
  }

  private static double auc(Predictions p) {
    if (p.columns() > 2 || p.targetColumns() != 1) {
      throw new IllegalArgumentException(
          "AUC of " + p.columns() + " outputs, expected one, or two classes");
    }
    double[] positive = outputsOf(p, true);
    double[] negative = outputsOf(p, false);
    double wins = 0;
    int below = 0;
    int upTo = 0;
    for (double output : positive) {
      while (below < negative.length && negative[below] < output) {
        below++;
      }
      upTo = Math.max(upTo, below);
      while (upTo < negative.length && negative[upTo] <= output) {
        upTo++;
      }
      wins += below + (upTo - below) / 2.0;
    }
    return wins / ((double) positive.length * negative.length);
  }

  /** Sorted outputs of the rows whose target is above one half, or of the others. */
  private static double[] outputsOf(Predictions p, boolean positive) {
    double[] outputs = new double[p.rows()];
    int n = 0;
    for (int i = 0; i < p.rows(); i++) {
      if (p.targets()[i] > HALF == positive) {
        outputs[n++] = p.outputs()[i * p.columns() + p.columns() - 1];
      }
    }
    outputs = Arrays.copyOf(outputs, n);
    Arrays.sort(outputs);
    return outputs;
  }

  private static double squaredError(Predictions p) {
    if (p.columns() != p.targetColumns()) {
      throw new IllegalArgumentException(
          "MSE of " + p.columns() + " outputs and " + p.targetColumns() + " targets a row");
    }
    double sum = 0;
    long n = 0;
    for (int i = 0; i < p.outputs().length; i++) {
      double error = p.outputs()[i] - p.targets()[i];
      if (!Double.isNaN(error)) {
        sum += error * error;
        n++;
      }
    }
    return sum / n;
  }
}
