package dev.recurrent.nn.recurrent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.testing.Numbers;
import dev.recurrent.testing.StackRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many steps the products beside the recurrence take at once may not matter. */
class TimeBlockTest {
  private static final double NOISE = 3e-6;

  /**
   * Of a batch that fills several blocks, whose gates are packed where products are our own, and of
   * pieces of it that fill one, whose are not.
   */
  private static final int BATCH = 40;

  private static final int PIECE = 8;

  @ParameterizedTest
  @EnumSource(CellType.class)
  void severalBlocksAreAsOne(CellType cell) {
    RecurrentConfig config = RecurrentConfig.of(cell, 20, 24, 2).bidirectional();
    requireSameInPieces(config, 30, new int[] {30, 6, 1, 29, 17});
  }

  /** Two megabytes: the forward pass takes several steps at once. */
  @Test
  void weightsLargerThanACache() {
    requireSameInPieces(RecurrentConfig.of(CellType.LSTM, 280, 256, 1), 4, new int[] {4, 3});
  }

  private static void requireSameInPieces(RecurrentConfig config, int steps, int[] lengths) {
    float[] values = Numbers.uniform(config.layout().size(), 0.1, 1);
    StackRun.Given given = given(config, steps, lengths);
    StackRun whole = StackRun.of(config, values, given);
    float[] gradient = new float[values.length];
    for (int from = 0; from < BATCH; from += PIECE) {
      StackRun piece = StackRun.of(config, values, piece(given, from));
      requireEqual(rows(whole.output(), from, BATCH), piece.output());
      requireEqual(rows(whole.dInput(), from, BATCH), piece.dInput());
      for (int level = 0; level < given.initial().length; level++) {
        requireEqual(rows(whole.finals()[level], from, BATCH), piece.finals()[level]);
        requireEqual(rows(whole.dInitial()[level], from, BATCH), piece.dInitial()[level]);
      }
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += piece.gradient()[i];
      }
    }
    requireEqual(gradient, whole.gradient());
  }

  private static StackRun.Given given(RecurrentConfig config, int steps, int[] some) {
    int[] lengths = new int[BATCH];
    for (int b = 0; b < BATCH; b++) {
      lengths[b] = some[b % some.length];
    }
    Matrix dOutput = Numbers.matrix(steps * BATCH, config.outputSize(), 3);
    for (int i = 0; i < dOutput.rows; i++) {
      if (i / BATCH >= lengths[i % BATCH]) {
        dOutput.rows(i, 1).fill(0f);
      }
    }
    return new StackRun.Given(
        Numbers.matrix(steps * BATCH, config.inputSize(), 2),
        BATCH,
        lengths,
        states(config, 4),
        dOutput,
        states(config, 8));
  }

  private static Matrix[] states(RecurrentConfig config, int seed) {
    Matrix[] levels = new Matrix[config.layers()];
    for (int level = 0; level < levels.length; level++) {
      int columns = config.cellOf(level).stateSize() * config.directions();
      levels[level] = Numbers.matrix(BATCH, columns, seed + level);
    }
    return levels;
  }

  private static StackRun.Given piece(StackRun.Given given, int from) {
    int[] lengths = new int[PIECE];
    System.arraycopy(given.lengths(), from, lengths, 0, PIECE);
    Matrix[] initial = new Matrix[given.initial().length];
    Matrix[] dFinal = new Matrix[initial.length];
    for (int level = 0; level < initial.length; level++) {
      initial[level] = rows(given.initial()[level], from, BATCH);
      dFinal[level] = rows(given.dFinal()[level], from, BATCH);
    }
    return new StackRun.Given(
        rows(given.x(), from, BATCH),
        PIECE,
        lengths,
        initial,
        rows(given.dOutput(), from, BATCH),
        dFinal);
  }

  /** A piece's rows of every step of a whole batch. */
  private static Matrix rows(Matrix m, int from, int batch) {
    Matrix result = Matrix.zeros(m.rows / batch * PIECE, m.columns);
    for (int t = 0; t < m.rows / batch; t++) {
      result.rows(t * PIECE, PIECE).copyFrom(m.rows(t * batch + from, PIECE));
    }
    return result;
  }

  private static void requireEqual(Matrix expected, Matrix actual) {
    requireEqual(expected.toArray(), actual.toArray());
  }

  private static void requireEqual(float[] expected, float[] actual) {
    double difference = Numbers.relativeDifference(expected, actual);
    assertTrue(difference < NOISE, () -> "differs by " + difference);
  }
}
