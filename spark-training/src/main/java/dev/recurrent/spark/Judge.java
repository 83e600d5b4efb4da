package dev.recurrent.spark;

/**
 * A figure of parameters beside the loss, the higher the better: what a validation chooses the best
 * parameters by, where the loss is not what the user is after.
 */
public interface Judge {
  /** "BLEU". */
  String name();

  /**
   * @param round after which the parameters were trained
   */
  double score(float[] parameters, long round);
}
