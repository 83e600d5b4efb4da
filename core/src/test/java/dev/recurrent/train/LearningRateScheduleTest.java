package dev.recurrent.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearningRateScheduleTest {
  /** One rounding of float. */
  private static final float ROUNDING = 1e-6f;

  @ParameterizedTest
  @EnumSource(LearningRateSchedule.Kind.class)
  void warmUpIsLinearToTheFullRate(LearningRateSchedule.Kind kind) {
    LearningRateSchedule schedule = new LearningRateSchedule(kind, 4, 100, 0f);
    for (int step = 0; step < 4; step++) {
      assertEquals((step + 1) / 4f, schedule.factor(step), ROUNDING);
    }
    assertEquals(1f, schedule.factor(4));
  }

  @Test
  void cosineGoesFromOneToItsFloorAndStaysThere() {
    LearningRateSchedule schedule =
        new LearningRateSchedule(LearningRateSchedule.Kind.COSINE, 10, 110, 0.1f);
    assertEquals(1f, schedule.factor(10));
    assertEquals(0.55f, schedule.factor(60), ROUNDING);
    assertEquals(0.1f, schedule.factor(110), ROUNDING);
    assertEquals(0.1f, schedule.factor(Long.MAX_VALUE), ROUNDING);
    for (int step = 10; step < 110; step++) {
      assertTrue(schedule.factor(step + 1) < schedule.factor(step));
    }
  }

  @Test
  void constantAndPlateauStayAtOne() {
    assertEquals(1f, LearningRateSchedule.constant().factor(0));
    assertEquals(1f, LearningRateSchedule.constant().factor(Long.MAX_VALUE));
    LearningRateSchedule plateau =
        new LearningRateSchedule(LearningRateSchedule.Kind.PLATEAU, 0, 10, 0f);
    assertEquals(1f, plateau.factor(1000));
  }

  @Test
  void namesAreReadWithoutCaseAndUnknownOnesListed() {
    assertEquals(LearningRateSchedule.Kind.COSINE, LearningRateSchedule.Kind.of("Cosine"));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.Kind.of("linear"));
    assertEquals("schedule is \"linear\", expected constant, cosine or plateau", e.getMessage());
  }

  @Test
  void plateauHalvesAtEveryPatienceOfStaleEvaluations() {
    PlateauTracker plateau = PlateauTracker.start().observe(2.0, 2).observe(1.0, 2);
    assertEquals(new PlateauTracker(1.0, 0, 1f), plateau);
    plateau = plateau.observe(1.0, 2);
    assertEquals(new PlateauTracker(1.0, 1, 1f), plateau);
    plateau = plateau.observe(1.5, 2);
    assertEquals(new PlateauTracker(1.0, 2, 0.5f), plateau);
    plateau = plateau.observe(Double.NaN, 2).observe(1.2, 2);
    assertEquals(new PlateauTracker(1.0, 4, 0.25f), plateau);
    assertEquals(new PlateauTracker(0.5, 0, 0.25f), plateau.observe(0.5, 2));
  }

  @Test
  void patienceZeroNeverHalves() {
    PlateauTracker plateau = PlateauTracker.start().observe(1.0, 0);
    for (int i = 0; i < 5; i++) {
      plateau = plateau.observe(3.0, 0);
    }
    assertEquals(new PlateauTracker(1.0, 5, 1f), plateau);
  }
}
