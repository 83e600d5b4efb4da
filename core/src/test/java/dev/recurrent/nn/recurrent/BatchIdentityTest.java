package dev.recurrent.nn.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.testing.Numbers;
import dev.recurrent.testing.StackRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may not matter: the order of a batch, what lies past a sequence's end, the direction. */
class BatchIdentityTest {
  /** Rounding: rows in other places go through other tiles, sums run in another order. */
  private static final double NOISE = 2e-6;

  private static final int STEPS = 5;
  private static final int BATCH = 4;
  private static final int INPUT = 3;
  private static final int HIDDEN = 5;
  private static final int[] LENGTHS = {3, 5, 1, 4};

  private static RecurrentConfig config(CellType cell) {
    return RecurrentConfig.of(cell, INPUT, HIDDEN, 2).bidirectional();
  }

  private static StackRun.Given given(RecurrentConfig config) {
    int state = config.cellOf(0).stateSize() * config.directions();
    Matrix dOutput = Numbers.matrix(STEPS * BATCH, config.outputSize(), 3);
    zeroPadding(dOutput, LENGTHS);
    return new StackRun.Given(
        Numbers.matrix(STEPS * BATCH, INPUT, 2),
        BATCH,
        LENGTHS,
        new Matrix[] {Numbers.matrix(BATCH, state, 4), Numbers.matrix(BATCH, state, 5)},
        dOutput,
        new Matrix[] {Numbers.matrix(BATCH, state, 6), Numbers.matrix(BATCH, state, 7)});
  }

  private static void zeroPadding(Matrix m, int[] lengths) {
    fillPadding(m, lengths, 0f);
  }

  private static void fillPadding(Matrix m, int[] lengths, float value) {
    for (int i = 0; i < m.rows; i++) {
      if (i / BATCH >= lengths[i % BATCH]) {
        m.rows(i, 1).fill(value);
      }
    }
  }

  private static void requireEqual(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    double difference = Numbers.relativeDifference(expected, actual);
    assertTrue(difference < NOISE, () -> "differs by " + difference);
  }

  /** Row {@code t*B + b} of the result is row {@code t*B + order[b]}. */
  private static Matrix permuted(Matrix m, int[] order) {
    Matrix result = Matrix.zeros(m.rows, m.columns);
    for (int i = 0; i < m.rows; i++) {
      int from = i / BATCH * BATCH + order[i % BATCH];
      result.rows(i, 1).copyFrom(m.rows(from, 1));
    }
    return result;
  }

  private static Matrix[] permuted(Matrix[] levels, int[] order) {
    return new Matrix[] {permuted(levels[0], order), permuted(levels[1], order)};
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void permutingTheBatchPermutesTheOutput(CellType cell) {
    RecurrentConfig config = config(cell);
    float[] values = Numbers.uniform(config.layout().size(), 0.5, 1);
    int[] order = {2, 0, 3, 1};
    int[] lengths = {LENGTHS[2], LENGTHS[0], LENGTHS[3], LENGTHS[1]};
    StackRun.Given given = given(config);
    StackRun expected = StackRun.of(config, values, given);
    StackRun actual =
        StackRun.of(
            config,
            values,
            new StackRun.Given(
                permuted(given.x(), order),
                BATCH,
                lengths,
                permuted(given.initial(), order),
                permuted(given.dOutput(), order),
                permuted(given.dFinal(), order)));
    requireEqual(permuted(expected.output(), order).toArray(), actual.output().toArray());
    requireEqual(permuted(expected.dInput(), order).toArray(), actual.dInput().toArray());
    for (int level = 0; level < 2; level++) {
      Matrix state = permuted(expected.finals()[level], order);
      requireEqual(state.toArray(), actual.finals()[level].toArray());
      Matrix dState = permuted(expected.dInitial()[level], order);
      requireEqual(dState.toArray(), actual.dInitial()[level].toArray());
    }
    requireEqual(expected.gradient(), actual.gradient());
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void garbageInThePaddingChangesNoBit(CellType cell) {
    RecurrentConfig config = config(cell);
    float[] values = Numbers.uniform(config.layout().size(), 0.5, 1);
    StackRun.Given given = given(config);
    StackRun expected = StackRun.of(config, values, given);
    fillPadding(given.x(), LENGTHS, -1e4f);
    StackRun actual = StackRun.of(config, values, given);
    assertArrayEquals(expected.output().toArray(), actual.output().toArray());
    assertArrayEquals(expected.dInput().toArray(), actual.dInput().toArray());
    for (int level = 0; level < 2; level++) {
      assertArrayEquals(expected.finals()[level].toArray(), actual.finals()[level].toArray());
      assertArrayEquals(expected.dInitial()[level].toArray(), actual.dInitial()[level].toArray());
    }
    assertArrayEquals(expected.gradient(), actual.gradient());
    zeroPadding(given.x(), LENGTHS);
    Matrix dInput = Numbers.copy(actual.dInput());
    zeroPadding(dInput, LENGTHS);
    assertArrayEquals(dInput.toArray(), actual.dInput().toArray());
  }

  private static Matrix longer(Matrix m, int more) {
    Matrix result = Numbers.matrix(m.rows + more * BATCH, m.columns, 9);
    result.rows(0, m.rows).copyFrom(m);
    return result;
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void paddingChangesNothing(CellType cell) {
    RecurrentConfig config = config(cell);
    float[] values = Numbers.uniform(config.layout().size(), 0.5, 1);
    StackRun.Given given = given(config);
    StackRun expected = StackRun.of(config, values, given);
    Matrix dOutput = longer(given.dOutput(), 3);
    zeroPadding(dOutput, LENGTHS);
    StackRun actual =
        StackRun.of(
            config,
            values,
            new StackRun.Given(
                longer(given.x(), 3), BATCH, LENGTHS, given.initial(), dOutput, given.dFinal()));
    int rows = STEPS * BATCH;
    // Past its end a reverse walk still holds the initial state, so compare what counts.
    Matrix output = Numbers.copy(actual.output().rows(0, rows));
    zeroPadding(output, LENGTHS);
    zeroPadding(expected.output(), LENGTHS);
    requireEqual(expected.output().toArray(), output.toArray());
    requireEqual(expected.dInput().toArray(), actual.dInput().rows(0, rows).toArray());
    for (int level = 0; level < 2; level++) {
      requireEqual(expected.finals()[level].toArray(), actual.finals()[level].toArray());
      requireEqual(expected.dInitial()[level].toArray(), actual.dInitial()[level].toArray());
    }
    requireEqual(expected.gradient(), actual.gradient());
  }

  private static Matrix reversed(Matrix m) {
    Matrix result = Matrix.zeros(m.rows, m.columns);
    for (int t = 0; t < STEPS; t++) {
      result.rows(t * BATCH, BATCH).copyFrom(m.rows((STEPS - 1 - t) * BATCH, BATCH));
    }
    return result;
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void reverseEqualsForwardOnTheReversedSequence(CellType type) {
    Cell cell = type.cell(INPUT, HIDDEN);
    ParameterLayout layout = cell.layout();
    float[] values = Numbers.uniform(layout.size(), 0.5, 1);
    float[][] gradients = {new float[values.length], new float[values.length]};
    Matrix x = Numbers.matrix(STEPS * BATCH, INPUT, 2);
    Matrix initial = Numbers.matrix(BATCH, cell.stateSize(), 3);
    Matrix dOutput = Numbers.matrix(STEPS * BATCH, HIDDEN, 4);
    Matrix dFinal = Numbers.matrix(BATCH, cell.stateSize(), 5);
    RecurrentLayer[] layers = new RecurrentLayer[2];
    for (RecurrentLayer.Direction direction : RecurrentLayer.Direction.values()) {
      int i = direction.ordinal();
      Parameters parameters = Parameters.of(layout, values, gradients[i]);
      layers[i] = new RecurrentLayer(cell, parameters, "", direction);
      layers[i].pack();
    }
    Matrix forward = layers[0].forward(x, BATCH, null, initial);
    Matrix reverse = layers[1].forward(reversed(x), BATCH, null, initial);
    requireEqual(forward.toArray(), reversed(reverse).toArray());
    requireEqual(layers[0].finalState().toArray(), layers[1].finalState().toArray());
    Matrix dForward = layers[0].backward(Numbers.copy(dOutput), dFinal);
    Matrix dReverse = layers[1].backward(reversed(dOutput), dFinal);
    requireEqual(dForward.toArray(), reversed(dReverse).toArray());
    requireEqual(layers[0].dInitial().toArray(), layers[1].dInitial().toArray());
    requireEqual(gradients[0], gradients[1]);
  }

  /**
   * A wide batch may take its input's products step by step, a narrow one takes them all at once.
   */
  @ParameterizedTest
  @EnumSource(CellType.class)
  void aWideBatchEqualsItsSequencesInTwoNarrowOnes(CellType type) {
    int wide = 20;
    Cell cell = type.cell(INPUT, HIDDEN);
    ParameterLayout layout = cell.layout();
    float[] values = Numbers.uniform(layout.size(), 0.5, 1);
    Matrix x = Numbers.matrix(STEPS * wide, INPUT, 2);
    Matrix dOutput = Numbers.matrix(STEPS * wide, HIDDEN, 4);
    float[] whole = new float[values.length];
    float[] parts = new float[values.length];
    for (RecurrentLayer.Direction direction : RecurrentLayer.Direction.values()) {
      RecurrentLayer layer =
          new RecurrentLayer(cell, Parameters.of(layout, values, whole), "", direction);
      layer.pack();
      float[] output = layer.forward(x, wide, null, null).toArray();
      float[] dX = layer.backward(Numbers.copy(dOutput), null).toArray();
      layer = new RecurrentLayer(cell, Parameters.of(layout, values, parts), "", direction);
      layer.pack();
      Matrix y = Matrix.zeros(STEPS * wide, HIDDEN);
      Matrix dY = Matrix.zeros(STEPS * wide, INPUT);
      for (int from = 0; from < wide; from += wide / 2) {
        copySequences(layer.forward(sequences(x, wide, from), wide / 2, null, null), y, wide, from);
        Matrix d = layer.backward(sequences(dOutput, wide, from), null);
        copySequences(d, dY, wide, from);
      }
      requireEqual(output, y.toArray());
      requireEqual(dX, dY.toArray());
      requireEqual(whole, parts);
    }
  }

  /** Half of a batch of {@code wide} sequences, from one of them. */
  private static Matrix sequences(Matrix all, int wide, int from) {
    int half = wide / 2;
    Matrix result = Matrix.zeros(STEPS * half, all.columns);
    for (int t = 0; t < STEPS; t++) {
      result.rows(t * half, half).copyFrom(all.rows(t * wide + from, half));
    }
    return result;
  }

  private static void copySequences(Matrix half, Matrix all, int wide, int from) {
    for (int t = 0; t < STEPS; t++) {
      all.rows(t * wide + from, wide / 2).copyFrom(half.rows(t * wide / 2, wide / 2));
    }
  }
}
