package dev.recurrent.spark.job;

/**
 * Compares the trainings of a search, where what chooses the best parameters depends on what is
 * searched. Which measure it can take depends on the data.
 */
@FunctionalInterface
public interface TrialRanking {
  /**
   * What parameters come to.
   *
   * @param measure "MASE"
   * @param value the higher the better; of an error its negative
   */
  record Score(String measure, double value) {}

  /** The score of one network's parameters. */
  Score of(float[] parameters);
}
