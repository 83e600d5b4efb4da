package dev.recurrent.golden;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.nn.recurrent.RecurrentStack;
import dev.recurrent.testing.Numbers;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Outputs, final states and every gradient of every cell, from non-zero initial states. */
class GoldenStackTest {
  static Stream<String> cases() {
    List<String> shapes = List.of("1-layer", "2-layers", "bidirectional", "unequal-lengths");
    return Stream.of(CellType.values())
        .flatMap(cell -> shapes.stream().map(shape -> cell.label() + "-" + shape));
  }

  private static RecurrentConfig config(Golden golden) {
    RecurrentConfig config =
        RecurrentConfig.of(
            CellType.of(golden.text("cell")),
            golden.integer("inputSize"),
            golden.integer("hiddenSize"),
            golden.integer("layers"));
    return golden.integer("directions") == 2 ? config.bidirectional() : config;
  }

  private static Matrix[] states(Golden golden, String key, int batch, int columns) {
    Matrix[] states = new Matrix[golden.integer("layers")];
    for (int level = 0; level < states.length; level++) {
      states[level] = golden.in(key).at(level).matrix(batch, columns);
    }
    return states;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stackEqualsPyTorch(String name) throws IOException {
    Golden golden = Golden.read(name);
    RecurrentConfig config = config(golden);
    float[] values = golden.in("parameters").parameters(config.layout());
    float[] gradients = new float[values.length];
    RecurrentStack stack =
        new RecurrentStack(config, Parameters.of(config.layout(), values, gradients));
    stack.pack();
    int batch = golden.integer("batch");
    int[] lengths = golden.in("lengths").integers();
    int steps = lengths[0];
    Matrix x = golden.in("input").matrix(steps * batch, config.inputSize());
    Matrix[] initial = states(golden, "initial", batch, stack.stateSize());
    boolean padded = golden.in("padded").node().asBoolean();

    Matrix y = stack.forward(x, batch, padded ? lengths : null, initial);
    golden.in("output").requireEqual(zeroPadding(y, batch, lengths));
    Matrix dY = golden.in("outputWeights").matrix(steps * batch, config.outputSize());
    Matrix[] dFinal = states(golden, "finalWeights", batch, stack.stateSize());
    double loss = Numbers.dot(y, dY);
    for (int level = 0; level < config.layers(); level++) {
      golden.in("final").at(level).requireEqual(stack.finalState(level));
      loss += Numbers.dot(stack.finalState(level), dFinal[level]);
    }
    golden.in("loss").requireEqual(loss);

    golden.in("dInput").requireEqual(stack.backward(dY, dFinal));
    for (int level = 0; level < config.layers(); level++) {
      golden.in("dInitial").at(level).requireEqual(stack.dInitial(level));
    }
    golden.in("gradients").requireEqual(config.layout(), gradients);
  }

  /** PyTorch writes zeros past a sequence's end, our layers repeat the last state. */
  private static Matrix zeroPadding(Matrix y, int batch, int[] lengths) {
    Matrix copy = Numbers.copy(y);
    for (int i = 0; i < y.rows; i++) {
      if (i / batch >= lengths[i % batch]) {
        copy.rows(i, 1).fill(0f);
      }
    }
    return copy;
  }
}
