package dev.recurrent.timeseries.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingTest {
  private static final float[] VALUES = {100, 1, Float.NaN, 3, 5, 7, 100};

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void invertUndoesApply(Scaling scaling) {
    Scaling.Scale scale = scaling.of(VALUES, 1, 6);
    for (float x : new float[] {-3, 0, 12.5f}) {
      assertEquals(x, scale.invert(scale.apply(x)), 1e-5);
    }
  }

  @Test
  void scalesAreOfTheObservedValuesOfTheWindowAlone() {
    assertEquals(new Scaling.Scale(0, 4), Scaling.MEAN.of(VALUES, 1, 6));
    Scaling.Scale standard = Scaling.STANDARD.of(VALUES, 1, 6);
    assertEquals(4, standard.shift(), 1e-6);
    assertEquals(Math.sqrt(5), standard.scale(), 1e-6);
    assertEquals(5, Scaling.ROBUST.of(VALUES, 1, 6).shift());
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void aConstantOrEmptyWindowHasAScaleThatCanBeDividedBy(Scaling scaling) {
    assertEquals(1, scaling.of(new float[] {0, 0, 0}, 0, 3).scale());
    assertEquals(1, scaling.of(new float[] {Float.NaN}, 0, 1).scale());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-30, 1e-7, 1e-3, 1e7, 1e30})
  void valuesOfAnyUnitAreScaledAsThoseOfOne(double unit) {
    for (Scaling scaling : new Scaling[] {Scaling.MEAN, Scaling.STANDARD, Scaling.ROBUST}) {
      Scaling.Scale one = scaling.of(VALUES, 1, 6);
      float[] other = new float[VALUES.length];
      for (int i = 0; i < other.length; i++) {
        other[i] = (float) (VALUES[i] * unit);
      }
      Scaling.Scale scale = scaling.of(other, 1, 6);
      for (int i = 1; i < 6; i++) {
        if (i != 2) {
          assertEquals(one.apply(VALUES[i]), scale.apply(other[i]), 1e-5, scaling + " at " + i);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-30f, 1e-7f, -3f, 1e7f, 1e30f})
  void aConstantWindowOrOneValueIsScaledByItsSize(float value) {
    float[] constant = {value, value, value};
    for (Scaling scaling : new Scaling[] {Scaling.MEAN, Scaling.STANDARD, Scaling.ROBUST}) {
      assertEquals(Math.abs(value), scaling.of(constant, 0, 3).scale(), scaling.toString());
      assertEquals(Math.abs(value), scaling.of(constant, 1, 2).scale(), scaling.toString());
    }
  }

  @Test
  void aFewValuesAmongEqualOnesGiveARobustScale() {
    Scaling.Scale scale = Scaling.ROBUST.of(new float[] {0, 0, 0, 0, 0, 0, 0, 1e-6f}, 0, 8);
    assertTrue(scale.scale() > 1e-8 && scale.scale() < 1e-6, scale.toString());
  }

  @Test
  void theLastDigitOfALargeNumberIsNoScale() {
    float[] values = {1e6f, 1e6f, Math.nextUp(1e6f), 1e6f, 1e6f, 1e6f, 1e6f, 1e6f, 1e6f, 1e6f};
    assertEquals(1e6, Scaling.STANDARD.of(values, 0, values.length).scale(), 1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Scaling.class,
      names = {"MEAN", "STANDARD", "ROBUST"})
  void zerosAndEmptyWindowsAreScaledByTheUnitOfTheTrainingValues(Scaling scaling) {
    assertEquals(new Scaling.Scale(0, 1e-7), scaling.of(new float[] {0, 0}, 0, 2, 1e-7));
    assertEquals(new Scaling.Scale(0, 1e-7), scaling.of(new float[] {Float.NaN}, 0, 1, 1e-7));
  }

  @Test
  void theLastObservedValueIsZeroAndTheUnitIsOne() {
    float[] values = {4, 5, 7, Float.NaN};
    assertEquals(new Scaling.Scale(7, 0.5), Scaling.LAST.of(values, 0, 4, 0.5));
    assertEquals(new Scaling.Scale(5, 0.5), Scaling.LAST.of(values, 0, 2, 0.5));
    assertEquals(new Scaling.Scale(0, 0.5), Scaling.LAST.of(values, 3, 4, 0.5));
  }
}
