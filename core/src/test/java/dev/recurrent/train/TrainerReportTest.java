package dev.recurrent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.recurrent.nn.ParameterLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerReportTest {
  private record OneBatch(int targets) implements Batch {}

  /** A loss that is not a number over a gradient that is one. */
  private record Broken() implements Model<OneBatch> {
    @Override
    public ParameterLayout layout() {
      return ParameterLayout.empty().with("weight", 1, 1);
    }

    @Override
    public void initialize(float[] parameters, long seed) {}

    @Override
    public BoundModel<OneBatch> bind(float[] parameters, float[] gradient) {
      return new BoundModel<>() {
        @Override
        public void parametersChanged() {}

        @Override
        public double lossAndGradient(OneBatch batch, long seed) {
          gradient[0] = 1f;
          return Double.NaN;
        }

        @Override
        public double loss(OneBatch batch) {
          return Double.NaN;
        }
      };
    }

    @Override
    public List<ModelSummary.Layer> layers() {
      return List.of();
    }

    @Override
    public String kind() {
      return "test-broken";
    }
  }

  @Test
  void aLossThatIsNotFiniteIsNoStep() {
    TrainingConfig config = TrainingConfig.defaults();
    TrainingState state = TrainingState.start(new float[1], config.optimizer());
    Trainer<OneBatch> trainer = new Trainer<>(new Broken(), config, state);
    trainer.step(new OneBatch(1), 1, 1f);
    assertArrayEquals(new float[1], state.parameters);
    assertFalse(trainer.stepped());
  }
}
