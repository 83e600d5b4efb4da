package dev.recurrent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GradientClipTest {
  /** One rounding of float to each value. */
  private static final float ROUNDING = 1e-6f;

  @Test
  void aLongGradientKeepsItsDirection() {
    float[] gradient = {3f, -4f, 0f};
    assertEquals(5, GradientClip.byNorm(1).apply(gradient));
    assertArrayEquals(new float[] {0.6f, -0.8f, 0f}, gradient, ROUNDING);
  }

  @Test
  void aShortGradientStaysBitForBit() {
    float[] gradient = {0.3f, -0.4f};
    assertEquals(0.5, GradientClip.byNorm(1).apply(gradient), ROUNDING);
    assertArrayEquals(new float[] {0.3f, -0.4f}, gradient);
  }

  @Test
  void valuesAreBoundOneByOne() {
    float[] gradient = {3f, -4f, 0.25f};
    GradientClip.byValue(0.5).apply(gradient);
    assertArrayEquals(new float[] {0.5f, -0.5f, 0.25f}, gradient);
  }

  @Test
  void valuesAreBoundBeforeTheNorm() {
    float[] gradient = {30f, -4f};
    assertEquals(Math.sqrt(916), new GradientClip(1, 4).apply(gradient), 1e-9);
    float half = (float) Math.sqrt(0.5);
    assertArrayEquals(new float[] {half, -half}, gradient, ROUNDING);
  }

  @Test
  void noneChangesNothing() {
    float[] gradient = {1e30f, -1e-30f};
    GradientClip.none().apply(gradient);
    assertArrayEquals(new float[] {1e30f, -1e-30f}, gradient);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aNormThatIsNotFiniteIsReported(float bad) {
    assertFalse(Double.isFinite(GradientClip.none().apply(new float[] {1f, bad})));
    assertFalse(Double.isFinite(GradientClip.byNorm(1).apply(new float[] {1f, bad})));
    assertFalse(Double.isFinite(GradientClip.byValue(1).apply(new float[] {1f, bad})));
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,0", "-1,1", "NaN,1", "1,NaN"})
  void boundsMustBeAboveZero(double norm, double value) {
    assertThrows(IllegalArgumentException.class, () -> new GradientClip(norm, value));
  }
}
