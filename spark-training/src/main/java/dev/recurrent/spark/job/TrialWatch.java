package dev.recurrent.spark.job;

import dev.recurrent.spark.RunState;

/** How far a training of a search is to go now, and how good it has become. */
final class TrialWatch {
  private final long epochs;
  private final long rounds;
  private final int parallel;
  private volatile SearchMetric metric;
  private volatile double score = Double.NaN;

  /**
   * @param epochs after which it pauses, 0 for none
   * @param rounds after which it pauses, 0 for none
   * @param parallel trainings at the same time
   * @param metric that the score is of, unless a training says another
   */
  TrialWatch(long epochs, long rounds, int parallel, SearchMetric metric) {
    this.epochs = epochs;
    this.rounds = rounds;
    this.parallel = parallel;
    this.metric = metric;
  }

  /** Whether it pauses here. */
  boolean reached(RunState state) {
    return (epochs > 0 && state.epoch >= epochs) || (rounds > 0 && state.round >= rounds);
  }

  int parallel() {
    return parallel;
  }

  void score(double now) {
    score = now;
  }

  void score(TrialRanking.Score now) {
    metric = metric.named(now.measure());
    score = now.value();
  }

  /** The measure of the score. */
  String measure() {
    return metric.name();
  }

  /** The higher the better. */
  double score() {
    return score;
  }

  /** The score as people read it. */
  double figure() {
    return metric.turn(score);
  }
}
