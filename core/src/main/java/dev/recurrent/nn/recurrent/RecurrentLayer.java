package dev.recurrent.nn.recurrent;

import dev.recurrent.math.Blocking;
import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Prefetch;
import dev.recurrent.math.Sums;
import dev.recurrent.nn.DistinctRows;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.CellState;
import dev.recurrent.nn.cell.CellStep;
import dev.recurrent.nn.cell.RecurrentWeights;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks a cell through time, forward and back.
 *
 * <p>Each step is one product with the packed recurrent weights and one fused pass over the gates.
 * The input projection covers several steps at once, or each distinct row once. Going back, the
 * gradients of the recurrent weights cover a block of steps, just after the walk has passed it,
 * while the gates' gradients are in a cache. Full BPTT is one call on the whole sequence; truncated
 * BPTT is a call on each piece with the last piece's final state as the initial one (Williams and
 * Peng 1990): gradients then stop exactly at its border.
 */
public final class RecurrentLayer implements Level {
  /** Which end of the sequence the walk begins at. */
  public enum Direction {
    FORWARD,
    REVERSE
  }

  private final Cell cell;
  private final Direction direction;
  private final InputWeights fromInput;
  private final DenseProjection denseInput;
  private final DistinctRowsProjection distinctInput;
  private final RecurrentWeights recurrent;
  private final Prefetch prefetch = new Prefetch();
  private final PackedGateGradients packedGates;
  private final SequenceBuffers.Memory memory = new SequenceBuffers.Memory();
  private SequenceBuffers steps;
  private TimeBlock[] back = {};
  private int stepsBack = 1;
  private @Nullable InputProjection input;
  private int @Nullable [] lengths;

  /** Binds the parameters that {@link Cell#layout} names, with a suffix behind each name. */
  public RecurrentLayer(Cell cell, Parameters parameters, String suffix, Direction direction) {
    this(cell, parameters, suffix, direction, 0);
  }

  /**
   * As above.
   *
   * @param weightDrop share of the recurrent weights that is zero after {@link #packTraining}
   */
  RecurrentLayer(
      Cell cell, Parameters parameters, String suffix, Direction direction, float weightDrop) {
    this.cell = cell;
    this.direction = direction;
    Parameters own = parameters.withSuffix(suffix);
    fromInput = new InputWeights(own, false);
    denseInput = new DenseProjection(fromInput);
    distinctInput = new DistinctRowsProjection(fromInput);
    recurrent = new RecurrentWeights(cell, own, weightDrop);
    packedGates = new PackedGateGradients(cell);
    steps = unroll(0, 0);
  }

  private SequenceBuffers unroll(int length, int batch) {
    return new SequenceBuffers(cell, direction == Direction.REVERSE, length, batch, memory);
  }

  /** Makes room for T steps of B sequences, and cuts them into blocks. */
  private void reshape(int length, int batch) {
    if (steps.length == length && steps.batch == batch) {
      return;
    }
    steps = unroll(length, batch);
    denseInput.reshape(steps);
    stepsBack = steps.within(Blocking.rowsBack() / batch);
    back = steps.blocks(stepsBack);
    packedGates.reshape(steps, back);
  }

  /** The time of the walk's n-th step. */
  private int timeOf(int n) {
    return direction == Direction.FORWARD ? n : steps.length - 1 - n;
  }

  /** Copies the parameters' present values; call it whenever they have changed. */
  @Override
  public void pack() {
    recurrent.packForward();
    fromInput.pack();
  }

  @Override
  public void packTraining(long seed) {
    recurrent.packTraining(seed);
    fromInput.pack();
  }

  /**
   * Runs all steps.
   *
   * @param x (T*B,D), read again by {@link #backward}; padding may hold anything finite
   * @param batch B
   * @param lengths steps of each of the B sequences, at most T, or null if all have T; past its
   *     length a sequence keeps its state
   * @param initial (B,S), or null for zeros
   * @return h of every step, (T*B,H), a view that lives until the next call
   * @throws IllegalArgumentException if a shape does not fit
   */
  @Override
  public Matrix forward(Matrix x, int batch, int @Nullable [] lengths, @Nullable Matrix initial) {
    begin(x.rows, x.columns, batch, lengths);
    denseInput.read(x);
    return walk(denseInput, initial);
  }

  @Override
  public Matrix forward(
      DistinctRows x, int batch, int @Nullable [] lengths, @Nullable Matrix initial) {
    if (x.single()) {
      return forward(x.rows(), batch, lengths, initial);
    }
    begin(x.indices().length, x.rows().columns, batch, lengths);
    distinctInput.read(x);
    return walk(distinctInput, initial);
  }

  private void begin(int rows, int columns, int batch, int @Nullable [] lengths) {
    if (batch <= 0 || rows % batch != 0 || columns != cell.inputSize()) {
      throw new IllegalArgumentException(
          "x is "
              + rows
              + " x "
              + columns
              + ", expected a multiple of "
              + batch
              + " rows x "
              + cell.inputSize()
              + " (steps*batch x inputSize)");
    }
    SequenceBuffers.requireLengths(lengths, batch, rows / batch);
    reshape(rows / batch, batch);
    this.lengths = lengths;
  }

  private Matrix walk(InputProjection x, @Nullable Matrix initial) {
    input = x;
    if (initial == null) {
      steps.first.all().fill(0f);
    } else {
      steps.first.all().copyFrom(initial);
    }
    if (steps.length > 0) {
      steps.at(timeOf(0)).setInitialStateIsZero(initial == null);
    }
    for (int n = 0; n < steps.length; n++) {
      int t = timeOf(n);
      CellStep step = steps.at(t);
      x.setGates(step, t);
      cell.forward(recurrent, step);
      keepFinished(t, step.previous.all(), step.next.all());
    }
    return output();
  }

  /** h of every step of the last forward pass, (T*B,H). */
  public Matrix output() {
    return steps.whole.next.h();
  }

  /** The state after the last step of each sequence, (B,S). */
  @Override
  public Matrix finalState() {
    return steps.last.all();
  }

  /** Copies the rows of sequences that have ended by time t. */
  private void keepFinished(int t, Matrix from, Matrix to) {
    if (lengths == null) {
      return;
    }
    for (int b = 0; b < steps.batch; b++) {
      if (t >= lengths[b]) {
        System.arraycopy(from.data, from.index(b), to.data, to.index(b), to.columns);
      }
    }
  }

  /**
   * Goes back through the steps of the last forward pass and adds the parameters' gradients.
   *
   * @param dOutput gradient of every h, (T*B,H)
   * @param dFinal gradient of {@link #finalState}, (B,S), or null for zeros
   * @return gradient of x, (T*B,D), or of a lookup's rows, (U,D), a view that lives until the next
   *     call
   */
  @Override
  public Matrix backward(Matrix dOutput, @Nullable Matrix dFinal) {
    backward(dOutput, dFinal, true, null);
    return Objects.requireNonNull(input).gradient();
  }

  /** As {@link #backward}, where x is data: its gradient is not computed. */
  @Override
  public void backwardFromData(Matrix dOutput, @Nullable Matrix dFinal) {
    backward(dOutput, dFinal, false, null);
  }

  /** As above; {@code norms}, if given, receives the norm of the state's gradient by step. */
  void backward(
      Matrix dOutput, @Nullable Matrix dFinal, boolean inputGradient, double @Nullable [] norms) {
    InputProjection x = Objects.requireNonNull(input, "backward before forward");
    Matrix.requireShape("dOutput", dOutput, steps.whole.tape.rows, cell.hiddenSize());
    x.beginBackward(inputGradient);
    recurrent.packBackward();
    CellState last = steps.gradient(steps.length);
    if (dFinal == null) {
      last.all().fill(0f);
    } else {
      last.all().copyFrom(dFinal);
    }
    for (int n = steps.length - 1; n >= 0; n--) {
      int t = timeOf(n);
      CellState dNext = steps.gradient(n + 1);
      CellState dPrevious = steps.gradient(n);
      addOutputGradient(dOutput, t * steps.batch, dNext.h());
      if (norms != null) {
        norms[t] = norm(dNext.all());
      }
      dPrevious.h().fill(0f);
      prefetch.read(steps.at(t).tape);
      cell.backward(recurrent, steps.at(t), dNext, dPrevious);
      passFinished(t, dNext.all(), dPrevious.all());
      TimeBlock block = back[t / stepsBack];
      packedGates.append(steps.at(t), t, block);
      x.accumulate(steps.at(t), t);
      if (t == block.entry) {
        cell.addRecurrentGradient(recurrent, block.step);
        x.accumulate(block);
      }
    }
    x.endBackward();
    recurrent.endBackward();
  }

  /**
   * Gradient of the initial state after a backward pass, (B,S).
   *
   * @throws IllegalStateException if none was given
   */
  @Override
  public Matrix dInitial() {
    if (steps.length > 0 && steps.at(timeOf(0)).initialStateIsZero()) {
      throw new IllegalStateException(
          "the last forward pass had no initial state; pass zeros to it to get their gradient");
    }
    return steps.gradient(0).all();
  }

  private static void addOutputGradient(Matrix dOutput, int from, Matrix dH) {
    for (int b = 0; b < dH.rows; b++) {
      Kernels.add(dOutput.data, dOutput.index(from + b), dH.data, dH.index(b), dH.columns);
    }
  }

  private static double norm(Matrix m) {
    return Math.sqrt(Sums.ofSquares(m.data, m.offset, m.rows * m.columns));
  }

  private void passFinished(int t, Matrix dNext, Matrix dPrevious) {
    if (lengths == null) {
      return;
    }
    Matrix tape = steps.at(t).tape;
    for (int b = 0; b < steps.batch; b++) {
      if (t >= lengths[b]) {
        Arrays.fill(tape.data, tape.index(b), tape.index(b) + tape.columns, 0f);
      }
    }
    keepFinished(t, dNext, dPrevious);
  }
}
