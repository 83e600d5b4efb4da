package dev.recurrent.spark.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Successive halving (Jamieson and Talwalkar 2016): all trials train a little, the best of them
 * some more, and the last to the end. A trial goes on where it stopped, with the learning rates of
 * a whole training.
 *
 * @param stages the last one trains to the end
 */
record HalvingPlan(List<Stage> stages) {
  /**
   * @param trials that take part
   * @param budget epochs or rounds after which they stop; 0 for the end of training
   */
  record Stage(int trials, long budget) {}

  /**
   * @param keepOneIn trials at each stage; below 2 all train to the end
   * @param length of a training in epochs or rounds
   */
  static HalvingPlan of(int trials, int keepOneIn, long length) {
    int steps = 0;
    if (keepOneIn >= 2) {
      long each = keepOneIn;
      while (trials >= each && length >= each) {
        steps++;
        each *= keepOneIn;
      }
    }
    List<Stage> stages = new ArrayList<>();
    for (int k = 0; k <= steps; k++) {
      int kept = (int) Math.max(1, trials / power(keepOneIn, k));
      long part = power(keepOneIn, steps - k);
      stages.add(new Stage(kept, k == steps ? 0 : (length + part - 1) / part));
    }
    return new HalvingPlan(List.copyOf(stages));
  }

  private static long power(long base, int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= base;
    }
    return power;
  }

  /**
   * The best trials at a stage, best first. Of equal scores the earlier trial is the better. Those
   * that failed are not among them.
   *
   * @param most that go on
   */
  static List<Trial> best(List<Trial> trials, int stage, int most) {
    return trials.stream()
        .filter(trial -> trial.failure() == null && trial.score(stage) != null)
        .sorted(
            Comparator.comparing((Trial trial) -> -trial.scoreOrWorst(stage))
                .thenComparing(Trial::number))
        .limit(most)
        .toList();
  }
}
