package dev.recurrent.spark;

import java.io.Serializable;
import java.util.Locale;

/**
 * What becomes of the shards' mean delta D at the end of a round:
 *
 * <pre>
 *   v' = mu v + D        theta' = theta - eta (D + mu v')
 * </pre>
 *
 * Plain averaging, BMUF (Chen and Huo 2016), SlowMo (arXiv:1910.00643) and DiLoCo
 * (arXiv:2311.08105) are this one rule with other constants.
 *
 * @param kind which preset
 * @param eta the outer learning rate
 * @param mu the outer momentum, before the cap by rounds
 */
public record AveragingStrategy(Kind kind, double eta, double mu) implements Serializable {
  /** The presets. */
  public enum Kind {
    /** One step a round: the mean gradient, the optimizer on the driver. Equals one machine. */
    SYNC,
    /** Parameter averaging (local SGD). */
    AVERAGE,
    /** The default: Nesterov's momentum on the mean delta, mild and capped; none for two shards. */
    OUTER_NESTEROV,
    /** For many rounds of an under-tuned inner rate. */
    BMUF,
    /** For slow networks and hundreds of rounds. */
    DILOCO
  }

  /** Rounds at the start without outer momentum: their deltas say little about the later ones. */
  private static final int QUIET_ROUNDS = 2;

  /**
   * A preset by its name on the command line.
   *
   * @param shards W
   * @param rounds R, how many the run is planned for
   * @throws IllegalArgumentException listing the names there are
   */
  public static AveragingStrategy of(String name, int shards, long rounds) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "sync" -> new AveragingStrategy(Kind.SYNC, 1, 0);
      case "average" -> new AveragingStrategy(Kind.AVERAGE, 1, 0);
      case "outer-nesterov" ->
          new AveragingStrategy(
              Kind.OUTER_NESTEROV,
              1,
              Math.max(0, Math.min(0.5, Math.min(1 - 2.0 / shards, 1 - 10.0 / rounds))));
      case "bmuf" -> new AveragingStrategy(Kind.BMUF, 1, 1 - 1.0 / shards);
      case "diloco" -> new AveragingStrategy(Kind.DILOCO, 0.7, 0.9);
      default ->
          throw new IllegalArgumentException(
              "strategy is \""
                  + name
                  + "\", expected sync, average, outer-nesterov, bmuf or diloco");
    };
  }

  /** mu of one round, the first being 0. */
  double muAt(long round) {
    return round < QUIET_ROUNDS ? 0 : mu;
  }

  public boolean isSync() {
    return kind == Kind.SYNC;
  }
}
