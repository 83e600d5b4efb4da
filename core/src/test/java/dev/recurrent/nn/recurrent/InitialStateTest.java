package dev.recurrent.nn.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.testing.Numbers;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No initial state is one of zeros, but for its gradient, which is not computed. */
class InitialStateTest {
  private static final int STEPS = 4;
  private static final int BATCH = 7;

  @ParameterizedTest
  @EnumSource(CellType.class)
  void noneIsZeros(CellType cell) {
    RecurrentConfig config = RecurrentConfig.of(cell, 5, 18, 2).bidirectional();
    float[] values = Numbers.uniform(config.layout().size(), 0.3, 1);
    float[] gradient = new float[values.length];
    RecurrentStack stack =
        new RecurrentStack(config, Parameters.of(config.layout(), values, gradient));
    stack.pack();
    Matrix x = Numbers.matrix(STEPS * BATCH, 5, 2);
    int[] lengths = {4, 0, 1, 3, 4, 2, 4};

    Matrix zeros = Matrix.zeros(BATCH, stack.stateSize());
    float[] expected = output(stack, x, lengths, new Matrix[] {zeros, zeros});
    float[] gradientFromZeros = gradient.clone();
    stack.dInitial(0);

    // A walk from another state between, so that nothing of the zeros can be left.
    Matrix some = Numbers.matrix(BATCH, stack.stateSize(), 3);
    output(stack, x, lengths, new Matrix[] {some, some});
    Arrays.fill(gradient, 0f);

    assertArrayEquals(expected, output(stack, x, lengths, null));
    assertArrayEquals(gradientFromZeros, gradient);
    assertThrows(IllegalStateException.class, () -> stack.dInitial(0));
  }

  /** Forward and back. */
  private static float[] output(RecurrentStack stack, Matrix x, int[] lengths, Matrix[] initial) {
    Matrix y = stack.forward(x, BATCH, lengths, initial);
    float[] output = y.toArray();
    stack.backward(Numbers.matrix(y.rows, y.columns, 4), null);
    return output;
  }
}
