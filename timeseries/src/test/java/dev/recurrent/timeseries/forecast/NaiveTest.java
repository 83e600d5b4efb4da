package dev.recurrent.timeseries.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NaiveTest {
  private static final float[] VALUES = {1, 2, 3, 4, 5, Float.NaN, 99};

  @Test
  void lastSkipsWhatIsMissingAndSeesNothingBehindTheOrigin() {
    assertArrayEquals(new double[] {5, 5}, Naive.last(VALUES, 6, 2));
    assertArrayEquals(new double[] {3, 3}, Naive.last(VALUES, 3, 2));
  }

  @Test
  void seasonalRepeatsTheLastSeason() {
    assertArrayEquals(new double[] {3, 4, 5, 3}, Naive.seasonal(VALUES, 5, 4, 3));
  }

  @Test
  void scaleIsTheMeanSeasonalDifference() {
    assertEquals(2, Naive.scale(VALUES, 5, 2));
  }
}
