package dev.recurrent.spark.job;

/**
 * What the trainings of a search are compared by. A figure is what people read; a score is the same
 * number with the sign that makes the higher one better.
 *
 * @param name "MASE"
 * @param lowerIsBetter of two figures
 */
public record SearchMetric(String name, boolean lowerIsBetter) {
  /** The same for trainings that another measure compares, of which the same one is better. */
  SearchMetric named(String measure) {
    return measure.equals(name) ? this : new SearchMetric(measure, lowerIsBetter);
  }

  /** The figure of a score, and the score of a figure. */
  double turn(double value) {
    // Not -0.
    return lowerIsBetter && value != 0 ? -value : value;
  }

  /** "MASE, lower is better". */
  String direction() {
    return name + ", " + (lowerIsBetter ? "lower" : "higher") + " is better";
  }
}
