package dev.recurrent.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.testing.StackModel;
import dev.recurrent.testing.WeightBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every stack's gradients against differences: weights, biases, input and initial states. */
class StackGradientTest {
  /** Correct code stays below it in float, a two-percent error in one term does not. */
  private static final double LIMIT = 1e-3;

  private static final int STEPS = 5;
  private static final int BATCH = 3;
  private static final int[] LENGTHS = {3, 5, 1};
  private static final float RATE = 0.4f;

  private record Case(RecurrentConfig config, boolean unequal) {
    @Override
    public String toString() {
      return config + (unequal ? ", unequal lengths" : "");
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (CellType cell : CellType.values()) {
      for (int layers = 1; layers <= 2; layers++) {
        RecurrentConfig one = RecurrentConfig.of(cell, 3, 5, layers);
        for (RecurrentConfig config : List.of(one, one.bidirectional())) {
          for (RecurrentConfig dropping : withDropouts(config)) {
            cases.add(new Case(dropping, false));
            cases.add(new Case(dropping, true));
          }
        }
      }
    }
    return cases.stream();
  }

  /** Dropout lies between layers, so a single one has none. */
  private static List<RecurrentConfig> withDropouts(RecurrentConfig config) {
    return config.layers() == 1
        ? List.of(config)
        : List.of(
            config,
            config.withDropout(RATE, Dropout.Kind.EACH_STEP),
            config.withDropout(RATE, Dropout.Kind.WHOLE_SEQUENCE));
  }

  /** Half of the units far above relu's kink, half far below: a difference must not cross it. */
  private static void keepFromKinks(ParameterLayout layout, float[] parameters) {
    for (ParameterLayout.Entry entry : layout.entries()) {
      Matrix values = layout.view(parameters, entry.name());
      for (int i = 0; i < values.rows; i++) {
        for (int j = 0; j < values.columns; j++) {
          float bias = j % 2 == 0 ? 1.5f : -1.5f;
          values.set(i, j, entry.name().startsWith("bias") ? bias : 0.35f * values.get(i, j));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientEqualsDifferences(Case given) {
    StackModel model = new StackModel(given.config, STEPS, BATCH);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 11);
    if (given.config.cell() == CellType.RNN_RELU) {
      keepFromKinks(model.layout(), parameters);
    }
    WeightBatch weights = model.weights(given.unequal ? LENGTHS : null, 21);
    Map<String, Double> errors = GradientCheck.errors(model, parameters, weights, 31);
    errors.forEach((name, error) -> assertTrue(error < LIMIT, () -> name + " misses by " + error));
  }
}
