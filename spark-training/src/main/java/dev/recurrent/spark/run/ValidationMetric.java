package dev.recurrent.spark.run;

/**
 * A figure of parameters beside the loss, the higher the better: what a validation chooses the best
 * parameters by, where the loss is not what the user is after.
 */
public interface ValidationMetric {
  /** Stands for the round of parameters that no single round has left. */
  long NO_ROUND = -1;

  /** "BLEU". */
  String name();

  /**
   * @param round after which the parameters were trained, or {@link #NO_ROUND}
   */
  double score(float[] parameters, long round);
}
