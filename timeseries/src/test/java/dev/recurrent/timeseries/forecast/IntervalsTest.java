package dev.recurrent.timeseries.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class IntervalsTest {
  private static final Intervals INTERVALS =
      new Intervals(false, new double[] {0.1, 0.5, 0.9}, new float[][] {{-2, -4}, {0, 0}, {1, 3}});

  @Test
  void offsetsBetweenLevelsLieOnALineAndBeyondThemStay() {
    assertEquals(-4, INTERVALS.offset(0.1, 1));
    assertEquals(-1, INTERVALS.offset(0.3, 0), 1e-12);
    assertEquals(0.75, INTERVALS.offset(0.8, 0), 1e-6);
    assertEquals(3, INTERVALS.offset(0.99, 1));
    assertEquals(-2, INTERVALS.offset(0.01, 0));
    assertEquals(0, Intervals.NONE.offset(0.3, 0));
  }

  @Test
  void onlyTheLimitChangesValuesBelowZero() {
    assertEquals(-1, INTERVALS.limit(-1));
    assertEquals(0, INTERVALS.limited(true).limit(-1));
    assertEquals(1, INTERVALS.limited(true).limit(1));
  }

  @Test
  void levelsThatDoNotRiseAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Intervals(false, new double[] {0.5, 0.1}, new float[2][1]));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Intervals(false, new double[] {0.1, 0.5}, new float[1][1]));
  }
}
