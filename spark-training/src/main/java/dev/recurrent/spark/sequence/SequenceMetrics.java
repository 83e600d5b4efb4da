package dev.recurrent.spark.sequence;

import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.train.SequenceModel;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** The usual metrics. */
public final class SequenceMetrics {
  private static final float HALF = 0.5f;

  private SequenceMetrics() {}

  /**
   * The share of right answers: the likeliest class, or where each output is the probability of a
   * label of its own, whether it is one half or more, over all unmasked targets. It refuses a model
   * whose loss gives no probabilities.
   */
  public static SequenceMetric accuracy() {
    return new Figure(
        "accuracy", true, SequenceMetrics::accuracy, SequenceMetrics::requireProbabilities);
  }

  /**
   * The area under the ROC curve of one output, or of the second of two classes: the chance that a
   * positive row has the higher output, equal ones counting one half (Mann and Whitney 1947).
   */
  public static SequenceMetric auc() {
    return new Figure("AUC", true, SequenceMetrics::auc, SequenceMetrics::requireTwoClasses);
  }

  /** The mean squared error over all outputs with a target. */
  public static SequenceMetric meanSquaredError() {
    return new Figure(
        "MSE", false, SequenceMetrics::squaredError, SequenceMetrics::requireTargetsOfOutputs);
  }

  private record Figure(
      String name,
      boolean higherIsBetter,
      ToDoubleFunction<Predictions> function,
      Consumer<SequenceModel> requirement)
      implements SequenceMetric {
    @Override
    public void requireFits(SequenceModel model) {
      requirement.accept(model);
    }

    @Override
    public double value(Predictions predictions) {
      return function.applyAsDouble(predictions);
    }
  }

  private static boolean areClasses(int columns, int targetColumns) {
    return columns > 1 && targetColumns == 1;
  }

  /** Tries the loss's predictions of two rows. */
  private static void requireProbabilities(SequenceModel model) {
    int columns = model.output().columns();
    int targets = model.loss().targetSize(columns);
    if (targets != columns && !areClasses(columns, targets)) {
      throw new IllegalArgumentException(
          "accuracy of " + columns + " outputs and " + targets + " targets a row");
    }
    float[] outputs = new float[2 * columns];
    Arrays.fill(outputs, 0, columns, -2f);
    Arrays.fill(outputs, columns, 2 * columns, 2f);
    model.loss().predict(outputs, 0, columns);
    model.loss().predict(outputs, columns, columns);
    for (float output : outputs) {
      if (!areClasses(columns, targets) && !(output >= 0 && output <= 1)) {
        throw new IllegalArgumentException(
            "accuracy needs probabilities, and the loss "
                + model.loss()
                + " gives other numbers; choose meanSquaredError(), or a loss of probabilities such"
                + " as BinaryCrossEntropy");
      }
    }
  }

  private static double accuracy(Predictions p) {
    boolean classes = areClasses(p.columns(), p.targetColumns());
    long right = 0;
    long n = 0;
    for (int i = 0; i < p.targets().length; i++) {
      float target = p.targets()[i];
      if (!Float.isNaN(target)) {
        boolean same =
            classes
                ? likeliest(p, i) == Math.round(target)
                : p.outputs()[i] >= HALF == target >= HALF;
        right += same ? 1 : 0;
        n++;
      }
    }
    return right / (double) n;
  }

  private static int likeliest(Predictions p, int row) {
    int from = row * p.columns();
    int best = 0;
    for (int k = 1; k < p.columns(); k++) {
      best = p.outputs()[from + k] > p.outputs()[from + best] ? k : best;
    }
    return best;
  }

  private static void requireTwoClasses(SequenceModel model) {
    int columns = model.output().columns();
    if (columns > 2 || model.loss().targetSize(columns) != 1) {
      throw new IllegalArgumentException(
          "AUC of " + columns + " outputs, expected one, or two classes");
    }
  }

  private static double auc(Predictions p) {
    double[] positive = outputsOf(p, true);
    double[] negative = outputsOf(p, false);
    if (positive.length == 0 || negative.length == 0) {
      throw new UnusableInputException(
          String.format(
              "AUC needs held-out rows of both classes, there are %d positive and %d negative ones;"
                  + " hold out more or others (holdOut), or choose another metric",
              positive.length, negative.length));
    }
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

  private static void requireTargetsOfOutputs(SequenceModel model) {
    int columns = model.output().columns();
    int targets = model.loss().targetSize(columns);
    if (columns != targets) {
      throw new IllegalArgumentException(
          "MSE of " + columns + " outputs and " + targets + " targets a row");
    }
  }

  private static double squaredError(Predictions p) {
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
