package dev.recurrent.spark.sequence;

import dev.recurrent.train.SequenceModel;

/**
 * A figure of predictions that a run can choose its best parameters by. Anyone may implement it;
 * {@link SequenceMetrics} has the usual ones.
 */
public interface SequenceMetric {
  /** "AUC". */
  String name();

  /**
   * Checks before training that the metric has a meaning for a model's predictions; here it has one
   * for all.
   *
   * @throws IllegalArgumentException if it has none
   */
  default void requireFits(SequenceModel model) {}

  /** The figure; NaN if the predictions have none, such as an F1 without a positive row. */
  double value(Predictions predictions);

  /** Whether more is better; if not, less is. */
  default boolean higherIsBetter() {
    return true;
  }
}
