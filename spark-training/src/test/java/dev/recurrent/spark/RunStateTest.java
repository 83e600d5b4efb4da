package dev.recurrent.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.recurrent.train.Adam;
import org.junit.jupiter.api.Test;

class RunStateTest {
  private static RunState after(float weight, float... values) {
    RunState state = RunState.from(new float[1], Adam.defaults(), 1);
    state.averageWeight = weight;
    for (float value : values) {
      state.training.parameters[0] = value;
      state.updateAverage();
    }
    return state;
  }

  @Test
  void theAverageBeginsWithTheFirstRoundAndFollowsByItsWeight() {
    assertArrayEquals(new float[] {4}, after(0.25f, 4).judged());
    assertArrayEquals(new float[] {5}, after(0.25f, 4, 8).judged());
    assertArrayEquals(new float[] {3}, after(0.25f, 4, 8, -3).judged());
  }

  @Test
  void aWeightOfOneKeepsTheParametersThemselves() {
    RunState state = after(1f, 4, 8);
    assertNull(state.average);
    assertSame(state.training.parameters, state.judged());
  }
}
