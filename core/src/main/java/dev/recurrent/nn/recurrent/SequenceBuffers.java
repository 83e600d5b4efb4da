package dev.recurrent.nn.recurrent;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.CellState;
import dev.recurrent.nn.cell.CellStep;
import org.jspecify.annotations.Nullable;

/** A layer's memory for T steps of B sequences, as views; a new T or B makes new views. */
final class SequenceBuffers {
  /** The memory behind the views; it outlives a change of shape. */
  static final class Memory {
    private final Scratch states = new Scratch();
    private final Scratch tape = new Scratch();
    private final Scratch dStates = new Scratch();
  }

  final int length;
  final int batch;

  /** All steps as one of T*B rows. */
  final CellStep whole;

  /** The state before the walk's first step. */
  final CellState first;

  /** The state after the walk's last step. */
  final CellState last;

  private final Cell cell;
  private final Matrix tape;
  private final Matrix states;

  /** States lie in order of time; a reverse step reads the one after it. */
  private final boolean reverse;

  private final CellStep[] steps;
  private final CellState[] gradients;

  SequenceBuffers(Cell cell, boolean reverse, int length, int batch, Memory memory) {
    this.length = length;
    this.batch = batch;
    this.cell = cell;
    this.reverse = reverse;
    int rows = length * batch;
    states = memory.states.matrix(rows + batch, cell.stateSize());
    tape = memory.tape.matrix(rows, cell.tapeSize());
    whole = between(0, length);
    steps = new CellStep[length];
    for (int t = 0; t < length; t++) {
      steps[t] = between(t, t + 1);
    }
    first = CellState.of(cell, states.rows(reverse ? rows : 0, batch));
    last = CellState.of(cell, states.rows(reverse ? 0 : rows, batch));
    Matrix both = memory.dStates.matrix(2 * batch, cell.stateSize());
    gradients =
        new CellState[] {
          CellState.of(cell, both.rows(0, batch)), CellState.of(cell, both.rows(batch, batch))
        };
  }

  /** The steps from a time up to another as one. */
  private CellStep between(int from, int to) {
    int row = from * batch;
    int rows = (to - from) * batch;
    return new CellStep(
        cell,
        tape.rows(row, rows),
        states.rows(reverse ? row + batch : row, rows),
        states.rows(reverse ? row : row + batch, rows));
  }

  /** All steps, {@code each} at a time in order of time; the last block may be shorter. */
  TimeBlock[] blocks(int each) {
    TimeBlock[] blocks = new TimeBlock[(length + each - 1) / each];
    for (int i = 0; i < blocks.length; i++) {
      int from = i * each;
      int to = Math.min(from + each, length);
      int entry = reverse ? to - 1 : from;
      int exit = reverse ? from : to - 1;
      blocks[i] = new TimeBlock(from, entry, exit, batch, between(from, to));
    }
    return blocks;
  }

  /** The number of steps, at least 1 and at most T, that is nearest to {@code count}. */
  int within(int count) {
    return Math.max(1, Math.min(count, length));
  }

  /** The step at time t. */
  CellStep at(int t) {
    return steps[t];
  }

  /** Gradient of the state after n steps of the walk: two slots in turn, the last step's first. */
  CellState gradient(int n) {
    return gradients[(length - n) % 2];
  }

  /**
   * @throws IllegalArgumentException for lengths that do not fit
   */
  static void requireLengths(int @Nullable [] lengths, int batch, int steps) {
    if (lengths == null) {
      return;
    }
    if (lengths.length != batch) {
      throw new IllegalArgumentException(
          "lengths has " + lengths.length + " values, expected " + batch + " (batch)");
    }
    for (int length : lengths) {
      if (length < 0 || length > steps) {
        throw new IllegalArgumentException("length is " + length + ", expected 0 to " + steps);
      }
    }
  }
}
