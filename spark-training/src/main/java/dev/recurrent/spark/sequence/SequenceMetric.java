package dev.recurrent.spark.sequence;

/**
 * A figure of predictions that a run can choose its best parameters by. Anyone may implement it;
 * {@link SequenceMetrics} has the usual ones.
 */
public interface SequenceMetric {
  /** "AUC". */
  String name();

  /** The figure; NaN if the predictions have none, such as an AUC of one class. */
  double value(Predictions predictions);

  /** Whether more is better; if not, less is. */
  default boolean higherIsBetter() {
    return true;
  }
}
