package dev.recurrent.nn;

/** A loss of one output and one target at a time; a row's loss is the sum over its columns. */
public interface ElementwiseLoss extends Loss {
  /** The loss of one output. */
  double value(double output, double target);

  /** The slope of {@link #value} with respect to the output. */
  double slope(double output, double target);

  @Override
  default double lossAndGradient(
      float[] outputs, int at, int count, float[] targets, int from, float share) {
    double sum = 0;
    for (int j = 0; j < count; j++) {
      float target = targets[from + j];
      double output = outputs[at + j];
      boolean masked = Float.isNaN(target);
      sum += masked ? 0 : value(output, target);
      outputs[at + j] = masked ? 0f : (float) (slope(output, target) * share);
    }
    return sum;
  }
}
