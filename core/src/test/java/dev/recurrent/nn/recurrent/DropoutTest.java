package dev.recurrent.nn.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.testing.Numbers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
  private static final int BATCH = 8;
  private static final int STEPS = 25;
  private static final int COLUMNS = 500;

  /** Five standard deviations of the share of zeros among 100,000 values. */
  private static final double SAMPLING = 0.008;

  private static Matrix ones() {
    Matrix ones = Matrix.zeros(STEPS * BATCH, COLUMNS);
    ones.fill(1f);
    return ones;
  }

  @ParameterizedTest
  @EnumSource(Dropout.Kind.class)
  void sameSeedGivesTheSameMask(Dropout.Kind kind) {
    float[] once = new Dropout(0.3f, kind).forward(ones(), BATCH, 7).toArray();
    float[] again = new Dropout(0.3f, kind).forward(ones(), BATCH, 7).toArray();
    float[] other = new Dropout(0.3f, kind).forward(ones(), BATCH, 8).toArray();
    assertArrayEquals(once, again);
    assertFalse(Arrays.equals(once, other));
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.5f, 0.8f})
  void meanIsKept(float rate) {
    Matrix y = new Dropout(rate, Dropout.Kind.EACH_STEP).forward(ones(), BATCH, 3);
    double sum = 0;
    int zeros = 0;
    for (float value : y.toArray()) {
      sum += value;
      zeros += value == 0 ? 1 : 0;
      assertTrue(value == 0 || Math.abs(value * (1 - rate) - 1) < 1e-4);
    }
    double count = (double) y.rows * y.columns;
    assertEquals(rate, zeros / count, SAMPLING);
    assertEquals(1, sum / count, SAMPLING / (1 - rate));
  }

  @ParameterizedTest
  @EnumSource(Dropout.Kind.class)
  void rateZeroIsTheIdentity(Dropout.Kind kind) {
    Matrix x = Numbers.matrix(STEPS * BATCH, COLUMNS, 1);
    Dropout none = new Dropout(0f, kind);
    assertFalse(none.active());
    assertArrayEquals(x.toArray(), none.forward(x, BATCH, 5).toArray());
  }

  private static boolean sameMaskAtEveryStep(Matrix y) {
    float[] first = y.rows(0, BATCH).toArray();
    boolean same = true;
    for (int t = 1; t < STEPS; t++) {
      same &= Arrays.equals(first, y.rows(t * BATCH, BATCH).toArray());
    }
    return same;
  }

  @Test
  void onlyWholeSequenceRepeatsTheMaskOverSteps() {
    assertTrue(
        sameMaskAtEveryStep(
            new Dropout(0.5f, Dropout.Kind.WHOLE_SEQUENCE).forward(ones(), BATCH, 1)));
    assertFalse(
        sameMaskAtEveryStep(new Dropout(0.5f, Dropout.Kind.EACH_STEP).forward(ones(), BATCH, 1)));
  }

  @Test
  void sequencesOfABatchHaveMasksOfTheirOwn() {
    Matrix y = new Dropout(0.5f, Dropout.Kind.WHOLE_SEQUENCE).forward(ones(), BATCH, 1);
    assertFalse(Arrays.equals(y.rows(0, 1).toArray(), y.rows(1, 1).toArray()));
  }

  @ParameterizedTest
  @EnumSource(Dropout.Kind.class)
  void backwardMasksAsForwardDid(Dropout.Kind kind) {
    Matrix x = Numbers.matrix(STEPS * BATCH, COLUMNS, 1);
    float[] before = x.toArray();
    Dropout dropout = new Dropout(0.5f, kind);
    float[] y = dropout.forward(x, BATCH, 9).toArray();
    assertArrayEquals(before, x.toArray());
    Matrix d = Numbers.copy(x);
    dropout.backward(d);
    assertArrayEquals(y, d.toArray());
  }

  @Test
  void stackDropsOnlyWhileTraining() {
    RecurrentConfig plain = RecurrentConfig.of(CellType.GRU, 3, 4, 2);
    RecurrentConfig dropping = plain.withDropout(0.5f, Dropout.Kind.EACH_STEP);
    float[] values = Numbers.uniform(plain.layout().size(), 0.5, 1);
    Matrix x = Numbers.matrix(12, 3, 2);
    float[] expected = output(plain, values, x);
    assertArrayEquals(expected, output(dropping, values, x));
    RecurrentStack stack = stack(dropping, values);
    assertFalse(Arrays.equals(expected, stack.forwardTraining(x, 3, null, null, 1).toArray()));
  }

  private static RecurrentStack stack(RecurrentConfig config, float[] values) {
    RecurrentStack stack =
        new RecurrentStack(
            config, Parameters.of(config.layout(), values, new float[values.length]));
    stack.pack();
    return stack;
  }

  private static float[] output(RecurrentConfig config, float[] values, Matrix x) {
    return stack(config, values).forward(x, 3, null, null).toArray();
  }
}
