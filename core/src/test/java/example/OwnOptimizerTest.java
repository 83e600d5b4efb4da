package example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.train.Optimizer;
import dev.recurrent.train.TrainingState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Optimizers that live outside of the library are optimizers like all others. */
class OwnOptimizerTest {
  @Test
  void anOptimizerIsFoundByItsClassName() {
    assertEquals(new Lion(), Optimizer.of("example.Lion"));
  }

  @Test
  void lionsStepHasTheLengthOfTheRate() {
    Optimizer lion = Optimizer.of("example.Lion");
    TrainingState state = TrainingState.start(new float[] {1f, -2f, 3f}, lion);
    lion.step(state.parameters, new float[] {5f, -0.1f, 0f}, state.moments, 1, 0.25f);
    assertArrayEquals(new float[] {0.75f, -1.75f, 3f}, state.parameters);
    assertArrayEquals(new float[] {0.05f, -0.001f, 0f}, state.moments, 1e-6f);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lion", "example.NoSuchOptimizer", "java.lang.String"})
  void aNameThatIsNoOptimizerIsRefusedWithTheNamesThereAre(String name) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Optimizer.of(name)).getMessage();
    assertTrue(
        message.startsWith("optimizer is \"" + name + "\", expected adam, adamw, sgd"), message);
  }
}
