package dev.recurrent.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.spark.RunState;
import dev.recurrent.train.Adam;
import dev.recurrent.train.LearningRateSchedule;
import dev.recurrent.train.LearningRateSchedule.Kind;
import dev.recurrent.train.TrainingConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

class TimePlanTest {
  private static final int STEPS = 4;
  private static final int EPOCH = 10;

  private final ProgressListener silent = new ProgressListener() {};
  private final RunState state = RunState.from(new float[1], Adam.defaults(), 1);
  private long nanos = 5;

  /** Rounds of some seconds; returns the number of the round after which the time was up. */
  private long rounds(RunLimits limits, Kind kind, double first, double others) {
    return rounds(limits, kind, round -> round == 0 ? first : others);
  }

  private long rounds(RunLimits limits, Kind kind, LongToDoubleFunction seconds) {
    LearningRateSchedule schedule = new LearningRateSchedule(kind, 0, Long.MAX_VALUE, 0.01f);
    TimePlan time =
        new TimePlan(limits, TrainingConfig.defaults().withSchedule(schedule), () -> nanos);
    while (true) {
      nanos += (long) (seconds.applyAsDouble(state.round) * 1e9);
      state.round++;
      boolean planned = state.plannedRounds > 0 && state.round >= state.plannedRounds;
      if (planned || time.isUp(state, STEPS, EPOCH, silent)) {
        return state.round;
      }
    }
  }

  @Test
  void theRoundsThatFitAreThePlan() {
    // Ten minutes: a first round of 20 seconds, then 2 seconds each; 95 % of the time is planned.
    assertEquals(276, rounds(new RunLimits(0, 1000, 10, 0, 1), Kind.COSINE, 20, 2));
    assertEquals(276, state.plannedRounds);
    // Three rounds are an epoch of ten steps.
    assertEquals(920, state.plannedSteps);
  }

  @Test
  void roundsWhileTheJvmCompilesDoNotCount() {
    // A minute: for three seconds rounds take 0.1, then 0.03 seconds, which leaves time for 1,830.
    RunLimits limits = new RunLimits(0, 100_000, 1, 0, 1);
    long planned = rounds(limits, Kind.COSINE, round -> round < 30 ? 0.1 : 0.03);
    assertEquals(planned, state.plannedRounds);
    assertEquals(30 + Math.round(0.95 * 60 - 3) / 0.03, planned, 40);
  }

  @Test
  void minutesAloneAreALimitToo() {
    assertEquals(276, rounds(new RunLimits(0, 0, 10, 0, 1), Kind.COSINE, 20, 2));
  }

  @Test
  void aRunThatIsAskedForLessThanFitsHasNoOtherPlan() {
    rounds(new RunLimits(50, 0, 10, 0, 1), Kind.COSINE, 20, 2);
    assertEquals(0, state.plannedRounds);
  }

  @Test
  void aConstantRateNeedsNoPlan() {
    assertEquals(291, rounds(new RunLimits(0, 1000, 10, 0, 1), Kind.CONSTANT, 20, 2));
    assertEquals(0, state.plannedRounds);
  }

  @Test
  void roundsThatTakeAllTheTimeEndTheRunWithoutAPlan() {
    assertEquals(1, rounds(new RunLimits(6, 0, 3e-5, 0, 1), Kind.COSINE, 1, 1));
    assertEquals(0, state.plannedRounds);
  }

  @Test
  void aCheckpointKeepsThePlan() {
    rounds(new RunLimits(0, 1000, 10, 0, 1), Kind.COSINE, 20, 2);
    Map<String, String> counters = new HashMap<>();
    CheckpointCounters.put(state, counters);
    RunState restored = RunState.from(new float[1], Adam.defaults(), 1);
    new CheckpointCounters(counters, "state").restore(restored);
    assertEquals(state.plannedRounds, restored.plannedRounds);
    assertEquals(state.plannedSteps, restored.plannedSteps);
    Map<String, String> fresh = new HashMap<>();
    CheckpointCounters.put(RunState.from(new float[1], Adam.defaults(), 1), fresh);
    new CheckpointCounters(fresh, "state").restore(restored);
    assertEquals(0, restored.plannedRounds);
  }
}
