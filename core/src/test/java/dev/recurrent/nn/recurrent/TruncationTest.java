package dev.recurrent.nn.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.testing.Numbers;
import dev.recurrent.testing.StackRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sequence in two pieces with the state carried over, against the whole. */
class TruncationTest {
  /** Rounding: a product of other height goes through other tiles, so bits may differ. */
  private static final double NOISE = 2e-6;

  private static final int STEPS = 9;
  private static final int BORDER = 5;
  private static final int BATCH = 4;
  private static final int INPUT = 3;
  private static final int HIDDEN = 5;

  private static Matrix before(Matrix m) {
    return m.rows(0, BORDER * BATCH);
  }

  private static Matrix after(Matrix m) {
    return m.rows(BORDER * BATCH, (STEPS - BORDER) * BATCH);
  }

  private static void requireEqual(Matrix expected, Matrix actual) {
    requireEqual(expected.toArray(), actual.toArray());
  }

  private static void requireEqual(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    double difference = Numbers.relativeDifference(expected, actual);
    assertTrue(difference < NOISE, () -> "differs by " + difference);
  }

  /** Two layers, their values, and a pass over the whole and over both pieces. */
  private static final class Pieces {
    final Matrix dOutput = Numbers.matrix(STEPS * BATCH, HIDDEN, 3);
    final StackRun whole;
    final StackRun first;
    final StackRun second;

    Pieces(CellType cell) {
      RecurrentConfig config = RecurrentConfig.of(cell, INPUT, HIDDEN, 2);
      float[] values = Numbers.uniform(config.layout().size(), 0.5, 1);
      Matrix x = Numbers.matrix(STEPS * BATCH, INPUT, 2);
      // A loss of the later piece alone: what reaches the earlier one comes through the state.
      before(dOutput).fill(0f);
      whole = run(config, values, x, null, dOutput, null);
      Matrix quiet = Matrix.zeros(BORDER * BATCH, HIDDEN);
      Matrix[] carried = run(config, values, before(x), null, quiet, null).finals();
      second = run(config, values, after(x), carried, after(dOutput), null);
      first = run(config, values, before(x), null, quiet, second.dInitial());
    }

    private static StackRun run(
        RecurrentConfig config,
        float[] values,
        Matrix x,
        Matrix[] initial,
        Matrix dOutput,
        Matrix[] dFinal) {
      return StackRun.of(
          config, values, new StackRun.Given(x, BATCH, null, initial, dOutput, dFinal));
    }
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void twoPiecesWithCarriedStateEqualTheWhole(CellType cell) {
    Pieces pieces = new Pieces(cell);
    requireEqual(before(pieces.whole.output()), pieces.first.output());
    requireEqual(after(pieces.whole.output()), pieces.second.output());
    for (int level = 0; level < 2; level++) {
      requireEqual(pieces.whole.finals()[level], pieces.second.finals()[level]);
    }
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void truncationDropsExactlyWhatGoesThroughTheCarriedState(CellType cell) {
    Pieces pieces = new Pieces(cell);
    float[] joined = pieces.second.gradient().clone();
    for (int i = 0; i < joined.length; i++) {
      joined[i] += pieces.first.gradient()[i];
    }
    requireEqual(pieces.whole.gradient(), joined);
    requireEqual(after(pieces.whole.dInput()), pieces.second.dInput());
    requireEqual(before(pieces.whole.dInput()), pieces.first.dInput());
    for (int level = 0; level < 2; level++) {
      requireEqual(pieces.whole.dInitial()[level], pieces.first.dInitial()[level]);
    }
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void ownFinalStateCanBeCarriedOnWithoutACopy(CellType cell) {
    RecurrentConfig config = RecurrentConfig.of(cell, INPUT, HIDDEN, 2).bidirectional();
    ParameterLayout layout = config.layout();
    float[] values = Numbers.uniform(layout.size(), 0.5, 1);
    RecurrentStack stack =
        new RecurrentStack(config, Parameters.of(layout, values, new float[layout.size()]));
    stack.pack();
    Matrix x = Numbers.matrix(STEPS * BATCH, INPUT, 2);
    for (Matrix next : new Matrix[] {before(x), after(x), x}) {
      stack.forward(before(x), BATCH, null, null);
      Matrix[] views = {stack.finalState(0), stack.finalState(1)};
      Matrix[] copies = {Numbers.copy(views[0]), Numbers.copy(views[1])};
      float[] fromViews = stack.forward(next, BATCH, null, views).toArray();
      float[] fromCopies = stack.forward(next, BATCH, null, copies).toArray();
      assertEquals(0, Numbers.relativeDifference(fromCopies, fromViews));
    }
  }
}
