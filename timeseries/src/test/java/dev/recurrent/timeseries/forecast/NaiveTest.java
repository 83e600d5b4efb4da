package dev.recurrent.timeseries.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  @Test
  void naive2KeepsAMultiplicativeSeasonAndDropsNoise() {
    float[] values = new float[48];
    float[] season = {0.5f, 1, 1.5f, 1};
    for (int i = 0; i < values.length; i++) {
      values[i] = 10 * season[i % 4];
    }
    double[] expected = {5, 10, 15, 10, 5};
    assertArrayEquals(expected, Naive.naive2(values, 48, 5, 4), 1e-4);
    float[] flat = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};
    assertArrayEquals(new double[] {3, 3}, Naive.naive2(flat, 16, 2, 4));
  }

  @Test
  void naive2SeesWhatLiesBeforeItsOriginAndFillsGaps() {
    float[] values = new float[48];
    float[] season = {0.5f, 1, 1.5f, 1};
    for (int i = 0; i < values.length; i++) {
      values[i] = (i < 40 ? 10 : 20) * season[i % 4];
    }
    assertArrayEquals(new double[] {5, 10}, Naive.naive2(values, 40, 2, 4), 0.2);
    assertEquals(10, Naive.naive2(values, 48, 2, 4)[0], 1);
    values[39] = Float.NaN;
    for (double value : Naive.naive2(values, 40, 4, 4)) {
      assertTrue(value > 0, "a gap before the origin leaves a forecast");
    }
  }
}
