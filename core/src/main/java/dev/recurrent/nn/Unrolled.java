package dev.recurrent.nn;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import org.jspecify.annotations.Nullable;

/** A layer's memory for T steps of B sequences, as views; made anew only when T or B change. */
final class Unrolled {
  /** The memory behind the views, kept while shapes come and go. */
  static final class Memory {
    private final Scratch states = new Scratch();
    private final Scratch tape = new Scratch();
    private final Scratch dStates = new Scratch();
  }

  final int length;
  final int batch;

  /** All steps as one of T*B rows. */
  final Step whole;

  /** The state before the first step taken. */
  final State first;

  /** The state after the last step taken. */
  final State last;

  private final Step[] steps;
  private final State[] gradients;
  private final Matrix[] inputs;
  private @Nullable Matrix input;

  Unrolled(Cell cell, boolean reverse, int length, int batch, Memory memory) {
    this.length = length;
    this.batch = batch;
    int rows = length * batch;
    Matrix states = memory.states.matrix(rows + batch, cell.stateSize());
    Matrix tape = memory.tape.matrix(rows, cell.tapeSize());
    // T + 1 states lie in order of time; a step reads the one on the side it comes from.
    int from = reverse ? batch : 0;
    int to = reverse ? 0 : batch;
    whole = new Step(cell, tape, states.rows(from, rows), states.rows(to, rows));
    steps = new Step[length];
    inputs = new Matrix[length];
    for (int t = 0; t < length; t++) {
      int at = t * batch;
      steps[t] =
          new Step(
              cell,
              tape.rows(at, batch),
              states.rows(at + from, batch),
              states.rows(at + to, batch));
    }
    first = State.of(cell, states.rows(reverse ? rows : 0, batch));
    last = State.of(cell, states.rows(reverse ? 0 : rows, batch));
    Matrix both = memory.dStates.matrix(2 * batch, cell.stateSize());
    gradients =
        new State[] {State.of(cell, both.rows(0, batch)), State.of(cell, both.rows(batch, batch))};
  }

  /** Takes x (T*B,D) as what {@link #input} gives the rows of; the same one again costs nothing. */
  void readInput(Matrix x) {
    if (x != input) {
      input = x;
      for (int t = 0; t < length; t++) {
        inputs[t] = length == 1 ? x : x.rows(t * batch, batch);
      }
    }
  }

  /** (B,D): the rows of x at time t. */
  Matrix input(int t) {
    return inputs[t];
  }

  /** The step at time t. */
  Step at(int t) {
    return steps[t];
  }

  /**
   * Gradient of the state after n steps were taken: two slots in turn, the last step's the first.
   */
  State gradient(int n) {
    return gradients[(length - n) % 2];
  }
}
