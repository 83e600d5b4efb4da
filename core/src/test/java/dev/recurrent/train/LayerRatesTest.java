package dev.recurrent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.ParameterLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerRatesTest {
  /** Three layers of two numbers, the lowest first. */
  private static final ParameterLayout LAYOUT =
      ParameterLayout.empty().with("low", 1, 2).with("middle", 1, 2).with("output", 1, 2);

  private static LayerRates rates(float decay, long unfreezeSteps) {
    return LayerRates.of(
        decay,
        unfreezeSteps,
        LAYOUT,
        name -> name.equals("low") ? 2 : name.equals("middle") ? 1 : 0);
  }

  /** The parameters after steps with the same gradient. */
  private static float[] after(Optimizer optimizer, LayerRates rates, int steps) {
    TrainingConfig config =
        TrainingConfig.defaults().withOptimizer(optimizer, 0.1f).withLayerRates(rates);
    TrainingState state = TrainingState.start(new float[] {1, 2, -1, -2, 0.5f, 0.25f}, optimizer);
    OptimizerStep step = new OptimizerStep(config);
    for (int i = 0; i < steps; i++) {
      step.apply(state, new float[] {1, -1, 0.5f, 2, -3, 0.1f}, 1f);
      state.step++;
    }
    return state.parameters;
  }

  @ParameterizedTest
  @CsvSource({"sgd", "momentum", "adam", "adamw", "rmsprop"})
  void decayOneWithoutUnfreezingHasTheSameBits(String name) {
    Optimizer optimizer = Optimizer.of(name);
    assertArrayEquals(after(optimizer, LayerRates.equal(), 7), after(optimizer, rates(1, 0), 7));
  }

  @Test
  void eachLayersRateIsThatOfTheLayerAboveItDividedByTheDecay() {
    float[] moved = after(new Sgd(0f), rates(2, 0), 1);
    float[] expected = {1 - 0.025f, 2 + 0.025f, -1 - 0.025f, -2 - 0.1f, 0.5f + 0.3f, 0.24f};
    assertArrayEquals(expected, moved, 1e-6f);
  }

  /** AdamW shrinks parameters without a gradient too. */
  @ParameterizedTest
  @ValueSource(strings = {"momentum", "adamw"})
  void layersBeginToLearnFromTheTopAndAFrozenOneKeepsItsBits(String name) {
    Optimizer optimizer = Optimizer.of(name);
    float[] start = after(optimizer, LayerRates.equal(), 0);
    for (int steps = 1; steps <= 7; steps++) {
      float[] moved = after(optimizer, rates(1.5f, 3), steps);
      assertNotEquals(start[4], moved[4]);
      assertEquals(steps <= 3, start[2] == moved[2], "middle after " + steps);
      assertEquals(steps <= 6, start[0] == moved[0] && start[1] == moved[1], "low after " + steps);
    }
  }

  @Test
  void aDecayBelowOneIsRefused() {
    for (float decay : new float[] {0.5f, Float.NaN, Float.POSITIVE_INFINITY}) {
      String said =
          assertThrows(IllegalArgumentException.class, () -> rates(decay, 0)).getMessage();
      assertTrue(said.contains("layer rate decay is " + decay + ", expected 1 or more"), said);
    }
  }
}
