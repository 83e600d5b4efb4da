package dev.recurrent.timeseries.series;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MagnitudeTest {
  private static double typical(float... values) {
    return Magnitude.typical(Magnitude.count(values, values.length));
  }

  @Test
  void theTypicalSizeIsThePowerOfTwoAtTheMedian() {
    assertEquals(4, typical(1, 5, 7, -6, 1e6f));
    assertEquals(0.5, typical(0.7f, 0, 0, Float.NaN));
    assertEquals(4, Magnitude.typical(Magnitude.count(new float[] {5, 1e9f, 1e9f}, 1)));
  }

  @Test
  void nothingButZerosAndGapsHaveTheSizeOne() {
    assertEquals(1, typical(0, 0, Float.NaN));
    assertEquals(1, typical());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.MIN_VALUE, 1e-40f, Float.MIN_NORMAL, 1e-30f, 1, Float.MAX_VALUE})
  void everyFloatHasASize(float value) {
    double size = typical(value);
    assertEquals(true, size <= value && value < 2 * size, size + " of " + value);
  }
}
