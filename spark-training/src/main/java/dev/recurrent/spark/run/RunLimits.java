package dev.recurrent.spark.run;

import java.util.Locale;

/**
 * When a run ends, whichever comes first; 0 means no such limit.
 *
 * @param maxMinutes looked at when a round ends
 * @param patience validations without improvement
 * @param evaluateEvery rounds between validations
 */
public record RunLimits(
    long rounds, int epochs, double maxMinutes, int patience, int evaluateEvery) {
  /**
   * @throws IllegalArgumentException for a limit below 0, or if nothing would ever end the run
   */
  public RunLimits {
    if (rounds < 0 || epochs < 0 || !(maxMinutes >= 0) || patience < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "rounds are %d, epochs %d, max-minutes %s, patience %d, expected each 0 (no such"
                  + " limit) or more",
              rounds,
              epochs,
              maxMinutes,
              patience));
    }
    if (rounds <= 0 && epochs <= 0 && maxMinutes <= 0) {
      throw new IllegalArgumentException(
          "rounds 0, epochs 0 and max-minutes 0 set no end, expected one of them above 0");
    }
    if (evaluateEvery < 1) {
      throw new IllegalArgumentException(
          "evaluate every " + evaluateEvery + ", expected 1 or more");
    }
  }

  /** The same with another distance of validations. */
  public RunLimits evaluatingEvery(int other) {
    return new RunLimits(rounds, epochs, maxMinutes, patience, other);
  }

  /** Rounds of an epoch, the last one shorter than the others where they do not fit. */
  static long roundsOfAnEpoch(int batchesPerEpoch, int localSteps) {
    return ((long) batchesPerEpoch + localSteps - 1) / localSteps;
  }

  /** Rounds until the end, or 0 where neither rounds nor epochs limit the run. */
  public long plannedRounds(long roundsPerEpoch) {
    long byEpochs = epochs > 0 ? epochs * roundsPerEpoch : Long.MAX_VALUE;
    long planned = Math.min(byEpochs, rounds > 0 ? rounds : Long.MAX_VALUE);
    return planned == Long.MAX_VALUE ? 0 : planned;
  }
}
