package dev.recurrent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
  /** A few roundings of float. */
  private static final float ROUNDING = 1e-6f;

  private static final float RATE = 0.01f;

  private static float[] firstStep(Optimizer optimizer, float[] parameters, float[] gradient) {
    float[] moments = new float[optimizer.momentsPerParameter() * parameters.length];
    optimizer.step(parameters, gradient, moments, 1, RATE);
    return parameters;
  }

  @Test
  void adamsFirstStepIsTheLearningRateWhateverTheGradientsSize() {
    float[] stepped =
        firstStep(Adam.defaults(), new float[5], new float[] {1e-3f, -1e-3f, 1f, -250f, 0f});
    assertArrayEquals(new float[] {-RATE, RATE, -RATE, RATE, 0f}, stepped, RATE * 2e-5f);
  }

  @Test
  void decayShrinksWhatHasNoGradient() {
    AdamW optimizer = new AdamW(Adam.defaults(), 0.1f);
    float[] stepped = firstStep(optimizer, new float[] {2f, -4f}, new float[2]);
    float keep = 1 - RATE * 0.1f;
    assertArrayEquals(new float[] {2 * keep, -4 * keep}, stepped, ROUNDING);
  }

  @Test
  void plainDescentGoesAgainstTheGradient() {
    float[] stepped = firstStep(new Sgd(0f), new float[] {1f, 1f}, new float[] {2f, -3f});
    assertArrayEquals(new float[] {0.98f, 1.03f}, stepped, ROUNDING);
  }

  @Test
  void momentumAddsUpToTheGeometricSum() {
    Sgd optimizer = new Sgd(0.5f);
    float[] parameters = {0f};
    float[] moments = {0f};
    for (int step = 1; step <= 40; step++) {
      optimizer.step(parameters, new float[] {1f}, moments, step, RATE);
    }
    assertEquals(2f, moments[0], ROUNDING);
    // Forty full steps of two, less what the start was short of: 2 + 1 + 1/2 + ...
    assertEquals(-RATE * (80 - 2), parameters[0], RATE * 78 * 1e-5f);
  }

  @Test
  void rmsPropsFirstStepIsTheRateOverTheRootOfTheRest() {
    float[] stepped = firstStep(new RmsProp(0.75f, 1e-8f), new float[2], new float[] {4f, -0.1f});
    assertArrayEquals(new float[] {-2 * RATE, 2 * RATE}, stepped, ROUNDING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "momentum", "adam", "adamw", "rmsprop"})
  void zeroGradientAndNoDecayMoveNothing(String name) {
    Optimizer optimizer =
        name.equals("adamw") ? new AdamW(Adam.defaults(), 0f) : Optimizer.of(name);
    float[] stepped = firstStep(optimizer, new float[] {1f, -2f}, new float[2]);
    assertArrayEquals(new float[] {1f, -2f}, stepped);
  }

  @ParameterizedTest
  @CsvSource({"sgd,0", "momentum,1", "adam,2", "ADAMW,2", "rmsprop,1"})
  void stateHasTheMomentsThatTheOptimizerKeeps(String name, int moments) {
    TrainingState state = TrainingState.start(new float[7], Optimizer.of(name));
    assertEquals(7 * moments, state.moments.length);
    assertEquals(0, state.step);
    assertEquals(0, state.momentSteps);
  }

  @Test
  void anUnknownNameListsTheKnown() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Optimizer.of("adamax"));
    assertTrue(e.getMessage().contains("\"adamax\", expected adam, adamw, sgd"), e.getMessage());
  }
}
