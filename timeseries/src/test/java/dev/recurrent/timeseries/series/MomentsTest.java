package dev.recurrent.timeseries.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MomentsTest {
  private static final float NAN = Float.NaN;

  @Test
  void missingValuesDoNotCount() {
    Moments moments = Moments.of(new float[] {99, 1, NAN, 3, 5, 99}, 1, 5);
    assertEquals(3, moments.count());
    assertEquals(3, moments.mean(), 1e-12);
    assertEquals(Math.sqrt(8 / 3.0), moments.deviation(), 1e-12);
  }

  @Test
  void aLargeMeanDoesNotSwallowTheDeviation() {
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1e7f + i % 2;
    }
    // The mean of squares less the squared mean would lose all of its digits at 1e14.
    assertEquals(0.5, Moments.of(values, 0, values.length).deviation(), 1e-9);
  }

  @Test
  void mergedPartsAreTheWhole() {
    float[] values = {3, 1, 4, 1, 5, NAN, 9, 2, 6, 5};
    Moments whole = Moments.of(values, 0, 10);
    Moments merged = Moments.of(values, 0, 3).plus(Moments.of(values, 3, 10));
    assertEquals(whole.count(), merged.count());
    assertEquals(whole.mean(), merged.mean(), 1e-12);
    assertEquals(whole.deviation(), merged.deviation(), 1e-12);
    Moments none = Moments.of(values, 5, 6);
    assertEquals(whole.mean(), none.plus(whole).plus(none).mean());
    assertEquals(0, none.deviation());
  }

  @Test
  void arraysGiveTheSameMomentsBack() {
    double[] array = new double[2 * Moments.SIZE];
    Moments.of(new float[] {1, 2, 4}, 0, 3).toArray(array, Moments.SIZE);
    double[] again = new double[Moments.SIZE];
    Moments.fromArray(array, Moments.SIZE).toArray(again, 0);
    assertArrayEquals(java.util.Arrays.copyOfRange(array, Moments.SIZE, array.length), again);
  }
}
