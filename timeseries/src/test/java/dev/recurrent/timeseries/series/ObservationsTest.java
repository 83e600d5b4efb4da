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
      rows.add((long) cells[i] * 3600, cells[i + 1], new float[] {cells[i + 2]});
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
    assertEquals(new Observations.Irregularities(1, 1, 2, 1), found);
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
  }

  @Test
  void aSeriesWithoutAValueIsEmpty() {
    TimeSeries series =
        rows(1, NAN, 1, 2, NAN, 2).regular(HOURS, MissingValuePolicy.FORWARD).series();
    assertEquals(0, series.length());
  }
}
