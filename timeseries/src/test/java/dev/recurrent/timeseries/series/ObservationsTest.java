package dev.recurrent.timeseries.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    long monday = Clock.micros(LocalDate.of(2023, 1, 2));
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
  void aRowBetweenStepsIsCountedAndNeverReplacesOneOnAStep() {
    Observations rows = new Observations("s");
    for (int minute : new int[] {0, 60, 120, 125, 180, 240}) {
      rows.add(minute * Clock.MINUTE, minute, new float[0]);
    }
    RegularSeries regular = rows.regular(HOURS, MissingValuePolicy.MASK);
    assertArrayEquals(new float[] {0, 60, 120, 180, 240}, regular.series().values());
    assertEquals(new Irregularities(6, 1, 0, 0, 0, 1), regular.found());
    assertEquals(2, regular.crowdedRows());
    assertEquals(2 * Clock.HOUR, regular.crowdedTime());
    assertFalse(regular.shifted().get(0).alone());
  }

  @Test
  void whereMostRowsLieBetweenStepsEachCountsForTheStepBeforeItAndTheLastOfAStepCounts() {
    Observations rows = new Observations("s");
    for (int minute : new int[] {3, 68, 124, 179, 181, 250}) {
      rows.add(minute * Clock.MINUTE, minute, new float[0]);
    }
    RegularSeries regular = rows.regular(HOURS, MissingValuePolicy.MASK);
    assertArrayEquals(new float[] {3, 68, 179, 181, 250}, regular.series().values());
    assertEquals(new Irregularities(6, 1, 0, 0, 0, 6), regular.found());
    assertEquals(0, regular.shifted().size());
  }

  /** Weeks that end on Sunday, of which one ends some days earlier or later. */
  @ParameterizedTest
  @ValueSource(ints = {-3, -2, -1, 1, 2, 3})
  void aWeekShiftedByAHolidayKeepsItsValueAndItsNeighbours(int days) {
    long sunday = Clock.micros(LocalDate.of(2023, 11, 5));
    for (int shifted : new int[] {0, 7, 19}) {
      Observations rows = new Observations("s");
      float[] expected = new float[20];
      for (int week = 0; week < 20; week++) {
        long shift = week == shifted ? days * Clock.DAY : 0;
        rows.add(sunday + 7 * week * Clock.DAY + shift, week, new float[0]);
        expected[week] = week;
      }
      RegularSeries regular = rows.regular(Frequency.of("W-SUN"), MissingValuePolicy.MASK);
      assertArrayEquals(expected, regular.series().values());
      assertEquals(new Irregularities(20, 0, 0, 0, 0, 1), regular.found());
      assertEquals(
          sunday + 7 * shifted * Clock.DAY, regular.shifted().get(0).step(), "week " + shifted);
      assertTrue(regular.shifted().get(0).alone());
    }
  }

  @Test
  void firstDaysOfMonthsThatHolidaysShiftKeepTheirMonths() {
    Observations rows = new Observations("s");
    float[] expected = new float[24];
    for (int month = 0; month < 24; month++) {
      LocalDate first = LocalDate.of(2022, 1, 1).plusMonths(month);
      // New Year's row of 2023 bears the last business day of 2022.
      LocalDate day = month == 12 ? LocalDate.of(2022, 12, 30) : first;
      rows.add(Clock.micros(month == 5 ? first.plusDays(2) : day), month, new float[0]);
      expected[month] = month;
    }
    RegularSeries regular = rows.regular(Frequency.of("MS"), MissingValuePolicy.MASK);
    assertArrayEquals(expected, regular.series().values());
    assertEquals(2, regular.shifted().size());
  }

  @Test
  void rowsOnWeekendsNeverReplaceThoseOfBusinessDaysHoweverManyTheyAre() {
    LocalDate monday = LocalDate.of(2024, 1, 1);
    Observations rows = new Observations("s");
    List<Float> expected = new ArrayList<>();
    for (int day = 0; day < 19; day++) {
      rows.add(Clock.micros(monday.plusDays(day)), day, new float[0]);
      if (day % 7 < 5) {
        expected.add((float) day);
      }
    }
    RegularSeries regular = rows.regular(Frequency.of("B"), MissingValuePolicy.MASK);
    float[] values = regular.series().values();
    assertEquals(expected, IntStream.range(0, values.length).mapToObj(i -> values[i]).toList());
    assertEquals("2024-01-06", Clock.text(regular.shifted().get(0).time()));
    assertFalse(regular.shifted().get(0).alone());
  }

  @Test
  void rowsOfALaterFileReplaceThoseOfAnEarlierOneAndAreNoDuplicates() {
    Observations rows = new Observations("s");
    for (int hour = 0; hour < 6; hour++) {
      rows.add(hour * Clock.HOUR, hour, new float[0], 0);
    }
    rows.add(2 * Clock.HOUR, 19, new float[0], 1);
    rows.add(2 * Clock.HOUR, 20, new float[0], 1);
    rows.add(3 * Clock.HOUR, 30, new float[0], 2);
    RegularSeries regular = rows.regular(HOURS, MissingValuePolicy.MASK);
    assertArrayEquals(new float[] {0, 1, 20, 30, 4, 5}, regular.series().values());
    assertEquals(new Irregularities(9, 1, 0, 0, 0, 0).withCorrections(2), regular.found());
    assertEquals(2, regular.crowdedRows());
    assertEquals(2 * Clock.HOUR, regular.crowdedTime());
  }

  @Test
  void aLaterFileReplacesARowWhoseTimeInAnEarlierOneIsLater() {
    Observations rows = new Observations("s");
    for (int minute : new int[] {1, 62, 124, 181, 245}) {
      rows.add(minute * Clock.MINUTE, minute, new float[0], 0);
    }
    rows.add(121 * Clock.MINUTE, 1000, new float[0], 1);
    assertArrayEquals(
        new float[] {1, 62, 1000, 181, 245},
        rows.regular(HOURS, MissingValuePolicy.MASK).series().values());
  }

  @Test
  void aTimeFarFromAllOthersIsAnOutlierBeforeAnythingIsAllocated() {
    for (String date : new String[] {"9999-12-31", "1900-01-01", "2023-05-01"}) {
      Observations rows = new Observations("s");
      for (int day = 0; day < 100; day++) {
        rows.add(Clock.micros(LocalDate.of(2023, 1, 1).plusDays(day)), day, new float[0]);
      }
      long far = Clock.micros(LocalDate.parse(date));
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
