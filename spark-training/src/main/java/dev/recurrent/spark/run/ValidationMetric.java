package dev.recurrent.spark.run;

/**
 * A score of parameters, the higher the better. Validations choose the best parameters by it, where
 * the loss is not what the user wants to improve.
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
