package dev.recurrent.benchmark;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Seconds that a part of a round takes: {@code fixed + perShard W + perParameter P + perUpdate W
 * P}.
 */
record Cost(double fixed, double perShard, double perParameter, double perUpdate) {
  static final Cost NOTHING = new Cost(0, 0, 0, 0);
  private static final int SWEEPS = 20_000;

  /** Which of the four terms a part can have. */
  enum Term {
    FIXED,
    SHARD,
    PARAMETER,
    UPDATE;

    /** In units that make the four of one size. */
    private double of(RoundTask task) {
      double w = task.shards();
      double p = task.parameters() / 1e7;
      return switch (this) {
        case FIXED -> 1;
        case SHARD -> w / 10;
        case PARAMETER -> p;
        case UPDATE -> w / 10 * p;
      };
    }

    private double unit() {
      return switch (this) {
        case FIXED -> 1;
        case SHARD -> 1 / 10.0;
        case PARAMETER -> 1 / 1e7;
        case UPDATE -> 1 / 1e8;
      };
    }
  }

  double seconds(int shards, long parameters) {
    return fixed
        + perShard * shards
        + perParameter * parameters
        + perUpdate * shards * (double) parameters;
  }

  /**
   * The terms, none below 0, with the least squares of relative errors (coordinate descent: the
   * problem is convex and has three unknowns).
   */
  static Cost fit(List<RoundTimes> times, ToDoubleFunction<RoundTimes> part, Term... terms) {
    double[] found = new double[Term.values().length];
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (Term term : terms) {
        double up = 0;
        double down = 0;
        for (RoundTimes one : times) {
          double seconds = part.applyAsDouble(one);
          // Below 20 ms it is the clock that is measured.
          double weight = 1 / Math.max(0.02, seconds);
          double x = term.of(one.work()) * weight;
          double left = seconds * weight;
          for (Term other : terms) {
            left -= other == term ? 0 : found[other.ordinal()] * other.of(one.work()) * weight;
          }
          up += x * left;
          down += x * x;
        }
        found[term.ordinal()] = down == 0 ? 0 : Math.max(0, up / down);
      }
    }
    for (Term term : Term.values()) {
      found[term.ordinal()] *= term.unit();
    }
    return new Cost(found[0], found[1], found[2], found[3]);
  }
}
