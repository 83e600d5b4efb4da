package dev.recurrent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.testing.DenseModel;
import dev.recurrent.testing.Numbers;
import dev.recurrent.testing.TableBatch;
import dev.recurrent.testing.TextModel;
import dev.recurrent.testing.TokenBatch;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final DenseModel DENSE = new DenseModel(3, 2, new SquaredError());

  private static TrainingState start(Model<?> model, TrainingConfig config) {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    return TrainingState.start(parameters, config.optimizer());
  }

  private static TableBatch table() {
    return new TableBatch(Numbers.matrix(6, 3, 1), Numbers.matrix(6, 2, 2));
  }

  @Test
  void aGradientThatIsNotFiniteLeavesTheParameters() {
    TrainingConfig config = TrainingConfig.defaults();
    TrainingState state = start(DENSE, config);
    Trainer<TableBatch> trainer = new Trainer<>(DENSE, config, state);
    float[] before = state.parameters.clone();
    Matrix poisoned = Numbers.matrix(6, 3, 1);
    poisoned.set(2, 1, Float.POSITIVE_INFINITY);
    double loss = trainer.step(new TableBatch(poisoned, Numbers.matrix(6, 2, 2)), 1, 1f);
    assertFalse(Double.isFinite(loss));
    assertFalse(trainer.stepped());
    assertArrayEquals(before, state.parameters);
    assertArrayEquals(new float[state.moments.length], state.moments);
    assertEquals(0, state.momentSteps);
    assertEquals(1, state.step);
    assertTrue(Double.isFinite(trainer.step(table(), 2, 1f)));
    assertTrue(trainer.stepped());
    assertEquals(1, state.momentSteps);
  }

  @Test
  void rateIsBaseTimesScheduleTimesFactor() {
    LearningRateSchedule warm =
        new LearningRateSchedule(LearningRateSchedule.Kind.CONSTANT, 2, 10, 0f);
    TrainingConfig config =
        TrainingConfig.defaults()
            .withOptimizer(new Sgd(0f), 0.5f)
            .withSchedule(warm)
            .withClip(GradientClip.none());
    TrainingState state = start(DENSE, config);
    Trainer<TableBatch> trainer = new Trainer<>(DENSE, config, state);
    float[] before = state.parameters.clone();
    trainer.step(table(), 1, 0.25f);
    float rate = 0.5f * 0.5f * 0.25f;
    for (int i = 0; i < before.length; i++) {
      assertEquals(before[i] - rate * trainer.gradient()[i], state.parameters[i]);
    }
  }

  @Test
  void descentLowersTheLoss() {
    TrainingConfig config = TrainingConfig.defaults().withOptimizer(Adam.defaults(), 0.05f);
    Trainer<TableBatch> trainer = new Trainer<>(DENSE, config, start(DENSE, config));
    double first = trainer.boundModel().loss(table());
    for (int n = 0; n < 50; n++) {
      trainer.step(table(), n, 1f);
    }
    assertTrue(trainer.boundModel().loss(table()) < 0.7 * first);
  }

  @Test
  void sameSeedsGiveTheSameBits() {
    RecurrentConfig stack =
        RecurrentConfig.of(CellType.LSTM, 4, 5, 2).withDropout(0.3f, Dropout.Kind.WHOLE_SEQUENCE);
    TextModel model = new TextModel(6, stack, false, 0.1f);
    assertArrayEquals(trained(model, 7), trained(model, 7));
    assertTrue(Numbers.relativeDifference(trained(model, 7), trained(model, 8)) > 0);
  }

  private static float[] trained(TextModel model, long seed) {
    TrainingConfig config = TrainingConfig.defaults();
    TrainingState state = start(model, config);
    Trainer<TokenBatch> trainer = new Trainer<>(model, config, state);
    TokenBatch batch =
        new TokenBatch(new int[] {0, 1, 2, 3, 4, 5}, new int[] {1, 2, 3, 4, 5, 0}, 2);
    for (int n = 0; n < 5; n++) {
      trainer.step(batch, seed + n, 1f);
    }
    return state.parameters;
  }
}
