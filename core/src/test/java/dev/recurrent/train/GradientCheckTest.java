package dev.recurrent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.Huber;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.testing.DenseModel;
import dev.recurrent.testing.Numbers;
import dev.recurrent.testing.StackModel;
import dev.recurrent.testing.TableBatch;
import dev.recurrent.testing.TextModel;
import dev.recurrent.testing.TokenBatch;
import dev.recurrent.testing.WeightBatch;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole models and losses against differences, and the check against planted errors. */
class GradientCheckTest {
  /** Correct code stays below it in float, a two-percent error in one term does not. */
  private static final double LIMIT = 1e-3;

  private static final int VOCABULARY = 7;

  private static void requireSmall(Map<String, Double> errors) {
    errors.forEach((name, error) -> assertTrue(error < LIMIT, () -> name + " misses by " + error));
  }

  /** Repeated tokens, so that rows of the embedding gain from several places; some masked. */
  private static TokenBatch tokens() {
    return new TokenBatch(
        new int[] {0, 3, 3, 6, 2, 0, 1, 3, 5, 6, 0, 1}, //
        new int[] {3, 3, -1, 2, 0, 6, 3, -1, 6, 0, 1, -1},
        3);
  }

  @ParameterizedTest
  @CsvSource({"false,0", "false,0.1", "true,0", "true,0.1"})
  void embeddingToCrossEntropy(boolean tied, float smoothing) {
    RecurrentConfig stack = RecurrentConfig.of(CellType.LSTM, 4, 4, 1);
    TextModel model = new TextModel(VOCABULARY, stack, tied, smoothing);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 5);
    requireSmall(GradientCheck.errors(model, parameters, tokens(), 1));
  }

  /** Huber's bend and the absolute error's kink lie away from every error of this table. */
  private static TableBatch table(DenseModel model, float[] parameters) {
    Matrix x = Numbers.matrix(6, model.inputSize(), 8);
    Matrix y = Matrix.zeros(6, model.outputSize());
    float[] errors = {0.3f, -0.4f, 1.5f, -1.7f, 0.5f, 2f};
    Dense dense =
        new Dense(Parameters.of(model.layout(), parameters, new float[parameters.length]));
    Matrix exact = dense.forward(x);
    for (int i = 0; i < y.rows; i++) {
      for (int j = 0; j < y.columns; j++) {
        y.set(i, j, exact.get(i, j) - errors[(i + j) % errors.length]);
      }
    }
    y.set(1, 1, Float.NaN);
    y.set(4, 0, Float.NaN);
    return new TableBatch(x, y);
  }

  static Stream<Loss> losses() {
    return Stream.of(new SquaredError(), new AbsoluteError(), new Huber(1));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void denseToMaskedLoss(Loss loss) {
    DenseModel model = new DenseModel(5, 3, loss);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 6);
    requireSmall(GradientCheck.errors(model, parameters, table(model, parameters), 1));
  }

  @Test
  void parametersAreAsBefore() {
    DenseModel model = new DenseModel(5, 3, new SquaredError());
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 6);
    float[] before = parameters.clone();
    GradientCheck.errors(model, parameters, table(model, parameters), 1);
    assertArrayEquals(before, parameters);
  }

  /** A model whose gradient is wrong by two percent in one gate of one weight. */
  private record Wrong(StackModel right, String name, int from, int count)
      implements Model<WeightBatch> {
    @Override
    public ParameterLayout layout() {
      return right.layout();
    }

    @Override
    public void initialize(float[] parameters, long seed) {
      right.initialize(parameters, seed);
    }

    @Override
    public BoundModel<WeightBatch> bind(float[] parameters, float[] gradient) {
      BoundModel<WeightBatch> pass = right.bind(parameters, gradient);
      return new BoundModel<>() {
        @Override
        public void parametersChanged() {
          pass.parametersChanged();
        }

        @Override
        public double lossAndGradient(WeightBatch batch, long seed) {
          double loss = pass.lossAndGradient(batch, seed);
          Matrix rows = layout().view(gradient, name).rows(from, count);
          for (int i = rows.index(0); i < rows.index(0) + count * rows.columns; i++) {
            gradient[i] *= 1.02f;
          }
          return loss;
        }

        @Override
        public double loss(WeightBatch batch) {
          return pass.loss(batch);
        }
      };
    }

    @Override
    public List<ModelSummary.Layer> layers() {
      return right.layers();
    }

    @Override
    public String kind() {
      return right.kind();
    }
  }

  @ParameterizedTest
  @CsvSource({"weight_ih_l0,5", "weight_hh_l0,10", "bias_ih_l0,0", "initial_l0,1"})
  void twoPercentInOneTermIsFound(String name, int from) {
    int hidden = 5;
    StackModel right = new StackModel(RecurrentConfig.of(CellType.LSTM, 3, hidden, 1), 4, 3);
    int count = Math.min(hidden, right.layout().entry(name).rows() - from);
    float[] parameters = new float[right.layout().size()];
    right.initialize(parameters, 11);
    WeightBatch weights = right.weights(null, 21);
    Map<String, Double> good = GradientCheck.errors(right, parameters, weights, 1);
    requireSmall(good);
    Wrong wrong = new Wrong(right, name, from, count);
    Map<String, Double> errors = GradientCheck.errors(wrong, parameters, weights, 1);
    assertTrue(errors.get(name) > 2 * LIMIT, () -> name + " misses by " + errors.get(name));
    errors.remove(name);
    requireSmall(errors);
    assertEquals(good.size() - 1, errors.size());
  }
}
