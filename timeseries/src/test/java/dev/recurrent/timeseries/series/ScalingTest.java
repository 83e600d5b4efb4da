package dev.recurrent.timeseries.series;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
}
