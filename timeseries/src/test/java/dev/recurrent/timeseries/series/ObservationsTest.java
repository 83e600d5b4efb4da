package dev.recurrent.timeseries.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Rows in any state become regular series, and what was wrong is counted. */
class ObservationsTest {
  private static final Frequency HOURS = Frequency.of("h");
  private static final float NAN = Float.NaN;

  /** Rows of hour, value and one covariate. */
  private static Observations rows(float... cells) {
    Observations rows = new Observations("s");
    for (int i = 0; i < cells.length; i += 3) {
      rows.add((long) cells[i] * Clock.HOUR, cells[i + 1], new float[] {cells[i + 2]});
    }
    return rows;
  }

  private static final float[] BROKEN = {
    5, 50, 5, // out of order below
    2, 20, 2, //
    2, 21, 2, // the same step again
    3, NAN, 3, // no value; step 4 has no row
    6, 60, 6, //
    7, NAN, 7, // the future, of which the covariate is known
  };

  @Test
  void whatIsIrregularIsCounted() {
    var found = rows(BROKEN).regular(HOURS, MissingValuePolicy.MASK).found();
    assertEquals(new Irregularities(6, 1, 1, 2, 1, 0), found);
  }

  @Test
  void maskLeavesGapsOpen() {
    TimeSeries series = rows(BROKEN).regular(HOURS, MissingValuePolicy.MASK).series();
    assertArrayEquals(new float[] {21, NAN, NAN, 50, 60}, series.values());
    assertArrayEquals(new float[] {2, 3, 3, 5, 6, 7}, series.covariates()[0]);
    assertEquals(2, series.firstStep());
  }

  @Test
  void forwardRepeatsAndInterpolateDrawsALine() {
    assertArrayEquals(
        new float[] {21, 21, 21, 50, 60},
        rows(BROKEN).regular(HOURS, MissingValuePolicy.FORWARD).series().values());
    float[] line = rows(BROKEN).regular(HOURS, MissingValuePolicy.INTERPOLATE).series().values();
    assertEquals(21 + 29 / 3f, line[1], 1e-5);
    assertEquals(21 + 58 / 3f, line[2], 1e-5);
  }

  @Test
  void dropMovesWhatFollowsUp() {
    TimeSeries series = rows(BROKEN).regular(HOURS, MissingValuePolicy.DROP).series();
    assertArrayEquals(new float[] {21, 50, 60}, series.values());
    assertArrayEquals(new float[] {2, 5, 6, 7}, series.covariates()[0]);
    assertArrayEquals(
        new long[] {1, 2, 5, 6, 7, 8},
        new long[] {
          series.step(-1),
          series.step(0),
          series.step(1),
          series.step(2),
          series.step(3),
          series.step(4)
        });
    assertEquals(5, series.slice(1, 3).firstStep());
    assertEquals(6, series.slice(1, 3).step(1));
  }

  @Test
  void whateverIsDroppedForecastsLieBehindTheLastObservation() {
    Observations rows = new Observations("s");
    long monday = Clock.micros(java.time.LocalDate.of(2023, 1, 2));
    for (int day = 0; day < 40; day++) {
      if (day % 7 < 5) {
        rows.add(monday + day * Clock.DAY, day, new float[0]);
      }
    }
    TimeSeries days = rows.regular(Frequency.of("D"), MissingValuePolicy.DROP).series();
    Frequency own = java.util.Objects.requireNonNull(days.frequency());
    assertEquals("2023-02-11", Clock.text(own.time(days.step(days.length()))));
    assertEquals("2023-01-09", Clock.text(own.time(days.step(5))), "the sixth row is a Monday");
  }

  @Test
  void rowsBetweenStepsAreCountedAndTheLaterOfOneStepCounts() {
    Observations rows = new Observations("s");
    for (int minute : new int[] {0, 60, 120, 125, 180, 240}) {
      rows.add(minute * Clock.MINUTE, minute, new float[0]);
    }
    RegularSeries regular = rows.regular(HOURS, MissingValuePolicy.MASK);
    assertArrayEquals(new float[] {0, 60, 125, 180, 240}, regular.series().values());
    assertEquals(new Irregularities(6, 1, 0, 0, 0, 1), regular.found());
    assertEquals(2, regular.crowdedRows());
    assertEquals(2 * Clock.HOUR, regular.crowdedTime());
  }

  @Test
  void aTimeFarFromAllOthersIsAnOutlierBeforeAnythingIsAllocated() {
    for (String date : new String[] {"9999-12-31", "1900-01-01", "2023-05-01"}) {
      Observations rows = new Observations("s");
      for (int day = 0; day < 100; day++) {
        rows.add(Clock.micros(java.time.LocalDate.of(2023, 1, 1).plusDays(day)), day, new float[0]);
      }
      long far = Clock.micros(java.time.LocalDate.parse(date));
      rows.add(far, 0, new float[0]);
      Observations.Outlier outlier = rows.outlier(Frequency.of("D"));
      if (date.startsWith("2023")) {
        org.junit.jupiter.api.Assertions.assertNull(outlier);
      } else {
        assertEquals(100, java.util.Objects.requireNonNull(outlier).row());
        assertEquals(far, outlier.time());
      }
    }
  }

  @Test
  void aSeriesWithoutAValueIsEmpty() {
    TimeSeries series =
        rows(1, NAN, 1, 2, NAN, 2).regular(HOURS, MissingValuePolicy.FORWARD).series();
    assertEquals(0, series.length());
  }
}
