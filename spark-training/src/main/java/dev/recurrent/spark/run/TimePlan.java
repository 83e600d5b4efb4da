package dev.recurrent.spark.run;

import dev.recurrent.spark.RunState;
import dev.recurrent.train.LearningRateSchedule;
import dev.recurrent.train.TrainingConfig;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * The end of a run that has only so many minutes. Once its first rounds have shown how long a round
 * takes, the run gets a number of rounds that fit, and a cosine ends there. The number is in the
 * checkpoint: a resumed run ends at the same round with the same rates, however fast it then is.
 */
final class TimePlan {
  /** Share of the time after which rounds are counted out. */
  private static final double LOOK = 0.1;

  /** Share of the time in which rounds are not measured: the JVM compiles, and they are slow. */
  private static final double WARM_UP = 0.05;

  /** Rounds that are measured, at least; the run's first one is never among them. */
  private static final int ROUNDS = 3;

  /** Share of the time to fill: what validations and checkpoints take is not known yet. */
  private static final double FILL = 0.95;

  private final RunLimits limits;
  private final LearningRateSchedule.Kind kind;
  private final LongSupplier nanoTime;
  private final long started;
  private long lastSlow;
  private long measuredFrom;

  /**
   * @param nanoTime a clock, as System.nanoTime
   */
  TimePlan(RunLimits limits, TrainingConfig training, LongSupplier nanoTime) {
    this.limits = limits;
    this.kind = training.schedule().kind();
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
  }

  /**
   * Looks at the clock when a round has ended.
   *
   * @param batchesPerRound H
   * @return whether the minutes are over
   */
  boolean isUp(
      RunState state, int batchesPerRound, int batchesPerEpoch, ProgressListener progress) {
    if (limits.maxMinutes() <= 0) {
      return false;
    }
    long now = nanoTime.getAsLong();
    double minutes = (now - started) / 60e9;
    if (minutes >= limits.maxMinutes()) {
      return true;
    }
    if (measuredFrom == 0 || minutes < WARM_UP * limits.maxMinutes()) {
      lastSlow = state.round;
      measuredFrom = now;
    } else if (kind == LearningRateSchedule.Kind.COSINE
        && state.plannedRounds == 0
        && minutes >= LOOK * limits.maxMinutes()
        && state.round - lastSlow >= ROUNDS) {
      plan(state, now, batchesPerRound, batchesPerEpoch, progress);
    }
    return false;
  }

  private void plan(
      RunState state,
      long now,
      int batchesPerRound,
      int batchesPerEpoch,
      ProgressListener progress) {
    double minutesOfARound = (now - measuredFrom) / 60e9 / (state.round - lastSlow);
    double left = FILL * limits.maxMinutes() - (now - started) / 60e9;
    long fit = state.round + Math.max(1, Math.round(left / minutesOfARound));
    long perEpoch = RunLimits.roundsOfAnEpoch(batchesPerEpoch, batchesPerRound);
    long asked = limits.plannedRounds(perEpoch);
    if (asked > 0 && fit >= asked) {
      // The rounds that were asked for fit: they stay the plan, and this question comes up again.
      return;
    }
    state.plannedRounds = fit;
    state.plannedSteps = RunPlan.steps(fit, perEpoch, batchesPerRound, batchesPerEpoch);
    progress.note(
        String.format(
            Locale.ROOT,
            "%,d rounds fit in the minutes there are; the learning rate ends with them",
            fit));
  }
}
