package dev.recurrent.nn;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * Walks a cell through time, forward and back.
 *
 * <p>The products with the input's weights are done for all T steps at once; each step then has one
 * product with the packed recurrent weights and one fused pass over the gates. Backward is the same
 * walk in reverse, then one large product for each weight gradient and one for dX. Full BPTT is one
 * call on the whole sequence; truncated BPTT is a call on each piece with the last piece's final
 * state as the initial one (Williams and Peng 1990): gradients then stop exactly at its border.
 */
public final class RecurrentLayer {
  /** Which end of the sequence the walk begins at. */
  public enum Direction {
    FORWARD,
    REVERSE
  }

  private final Cell cell;
  private final Direction direction;
  private final Matrix weight;
  private final Matrix dWeight;
  private final Matrix bias;
  private final Matrix dBias;
  private final StepWeights recurrent;
  private final Scratch states = new Scratch();
  private final Scratch tape = new Scratch();
  private final Scratch dInput = new Scratch();
  private final Scratch dStates = new Scratch();
  private Unrolled steps;
  private @Nullable Matrix input;
  private int @Nullable [] lengths;

  /** Binds the parameters {@code weight_ih}, {@code weight_hh}, {@code bias_ih} + suffix. */
  public RecurrentLayer(Cell cell, Parameters parameters, String suffix, Direction direction) {
    this.cell = cell;
    this.direction = direction;
    weight = parameters.value("weight_ih" + suffix);
    dWeight = parameters.gradient("weight_ih" + suffix);
    bias = parameters.value("bias_ih" + suffix);
    dBias = parameters.gradient("bias_ih" + suffix);
    recurrent = new StepWeights(cell, parameters, suffix);
    steps = new Unrolled(0, 0);
  }

  /** Names and shapes of a cell's parameters, PyTorch's. */
  public static ParameterLayout layout(Cell cell, String suffix) {
    ParameterLayout layout =
        ParameterLayout.empty()
            .with("weight_ih" + suffix, cell.gateSize(), cell.inputSize())
            .with("weight_hh" + suffix, cell.gateSize(), cell.hiddenSize())
            .with("bias_ih" + suffix, 1, cell.gateSize());
    return cell.hasRecurrentBias() ? layout.with("bias_hh" + suffix, 1, cell.gateSize()) : layout;
  }

  /** The T steps of B rows as views, made anew only when T or B change. */
  private final class Unrolled {
    final int length;
    final int batch;
    final Matrix[] slots;
    final Matrix[] tapes;
    final Matrix[] dSlots = new Matrix[2];

    Unrolled(int length, int batch) {
      this.length = length;
      this.batch = batch;
      Matrix all = states.matrix((length + 1) * batch, cell.stateSize());
      Matrix kept = tape.matrix(length * batch, cell.tapeSize());
      Matrix gradients = dStates.matrix(2 * batch, cell.stateSize());
      slots = new Matrix[length + 1];
      tapes = new Matrix[length];
      for (int t = 0; t <= length; t++) {
        slots[t] = all.rows(t * batch, batch);
      }
      for (int t = 0; t < length; t++) {
        tapes[t] = kept.rows(t * batch, batch);
      }
      dSlots[0] = gradients.rows(0, batch);
      dSlots[1] = gradients.rows(batch, batch);
    }

    /** The state that step t reads. */
    Matrix before(int t) {
      return direction == Direction.FORWARD ? slots[t] : slots[t + 1];
    }

    /** The state that step t writes. */
    Matrix after(int t) {
      return direction == Direction.FORWARD ? slots[t + 1] : slots[t];
    }

    int at(int n) {
      return direction == Direction.FORWARD ? n : length - 1 - n;
    }
  }

  /** Takes over the parameters' present values; call it whenever they have changed. */
  public void pack() {
    recurrent.packForward();
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
  public Matrix forward(Matrix x, int batch, int @Nullable [] lengths, @Nullable Matrix initial) {
    if (batch <= 0 || x.rows % batch != 0 || x.columns != cell.inputSize()) {
      throw new IllegalArgumentException(
          "x is "
              + x.shape()
              + ", expected a multiple of "
              + batch
              + " rows x "
              + cell.inputSize()
              + " (steps*batch x inputSize)");
    }
    int length = x.rows / batch;
    requireLengths(lengths, batch, length);
    if (steps.length != length || steps.batch != batch) {
      steps = new Unrolled(length, batch);
    }
    this.input = x;
    this.lengths = lengths;
    Matrix gates = tape.matrix(x.rows, cell.tapeSize()).columns(0, cell.gateSize());
    Kernels.setRows(gates, bias);
    Kernels.multiplyTransposedRight(x, weight, gates, 1f);
    Matrix first = direction == Direction.FORWARD ? steps.slots[0] : steps.slots[length];
    if (initial == null) {
      first.fill(0f);
    } else {
      first.copyFrom(initial);
    }
    for (int n = 0; n < length; n++) {
      int t = steps.at(n);
      cell.forward(recurrent, steps.tapes[t], steps.before(t), steps.after(t));
      keepFinished(t);
    }
    return output();
  }

  private static void requireLengths(int @Nullable [] lengths, int batch, int steps) {
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

  /** h of every step of the last forward pass, (T*B,H). */
  public Matrix output() {
    int from = direction == Direction.FORWARD ? steps.batch : 0;
    return states
        .matrix((steps.length + 1) * steps.batch, cell.stateSize())
        .rows(from, steps.length * steps.batch)
        .columns(0, cell.hiddenSize());
  }

  /** The state after the last step of each sequence, (B,S). */
  public Matrix finalState() {
    return steps.slots[direction == Direction.FORWARD ? steps.length : 0];
  }

  private void keepFinished(int t) {
    if (lengths == null) {
      return;
    }
    for (int b = 0; b < steps.batch; b++) {
      if (t >= lengths[b]) {
        steps.after(t).rows(b, 1).copyFrom(steps.before(t).rows(b, 1));
      }
    }
  }

  /**
   * Goes back through the steps of the last forward pass and adds the parameters' gradients.
   *
   * @param dOutput gradient of every h, (T*B,H)
   * @param dFinal gradient of {@link #finalState}, (B,S), or null for zeros
   * @return gradient of x, (T*B,D), a view that lives until the next call
   */
  public Matrix backward(Matrix dOutput, @Nullable Matrix dFinal) {
    return backward(dOutput, dFinal, null);
  }

  /** As above; {@code norms}, if given, receives the norm of the state's gradient by step. */
  Matrix backward(Matrix dOutput, @Nullable Matrix dFinal, double @Nullable [] norms) {
    Matrix x = java.util.Objects.requireNonNull(input, "backward before forward");
    recurrent.packBackward();
    int batch = steps.batch;
    if (dFinal == null) {
      steps.dSlots[0].fill(0f);
    } else {
      steps.dSlots[0].copyFrom(dFinal);
    }
    for (int n = steps.length - 1; n >= 0; n--) {
      int t = steps.at(n);
      Matrix dNext = dSlot(n + 1);
      Matrix dPrevious = dSlot(n);
      addOutputGradient(dOutput.rows(t * batch, batch), dNext);
      if (norms != null) {
        norms[t] = norm(dNext);
      }
      dPrevious.columns(0, cell.hiddenSize()).fill(0f);
      cell.backward(recurrent, steps.tapes[t], steps.before(t), dNext, dPrevious);
      passFinished(t, dNext, dPrevious);
    }
    return addWeightGradients(x);
  }

  /** Two slots in turn, so that slot {@code length} is the first one. */
  private Matrix dSlot(int n) {
    return steps.dSlots[(steps.length - n) % 2];
  }

  /** Gradient of the initial state after a backward pass, (B,S). */
  public Matrix dInitial() {
    return dSlot(0);
  }

  private void addOutputGradient(Matrix dOutput, Matrix dNext) {
    for (int b = 0; b < dOutput.rows; b++) {
      Kernels.addScaled(
          1f, dOutput.data, dOutput.index(b), dNext.data, dNext.index(b), dOutput.columns);
    }
  }

  private static double norm(Matrix m) {
    return Math.sqrt(Kernels.sumOfSquares(m.data, m.offset, m.rows * m.columns));
  }

  private void passFinished(int t, Matrix dNext, Matrix dPrevious) {
    if (lengths == null) {
      return;
    }
    for (int b = 0; b < steps.batch; b++) {
      if (t >= lengths[b]) {
        steps.tapes[t].rows(b, 1).fill(0f);
        dPrevious.rows(b, 1).copyFrom(dNext.rows(b, 1));
      }
    }
  }

  private Matrix addWeightGradients(Matrix x) {
    int rows = x.rows;
    Matrix kept = tape.matrix(rows, cell.tapeSize());
    Matrix dGates = kept.columns(0, cell.gateSize());
    int from = direction == Direction.FORWARD ? 0 : steps.batch;
    Matrix previous =
        states
            .matrix(rows + steps.batch, cell.stateSize())
            .rows(from, rows)
            .columns(0, cell.hiddenSize());
    cell.addRecurrentGradient(recurrent, kept, previous);
    Kernels.multiplyTransposedLeft(dGates, x, dWeight, 1f);
    Kernels.addColumnSums(dGates, dBias);
    Matrix dX = dInput.matrix(rows, cell.inputSize());
    Kernels.multiply(dGates, weight, dX, 0f);
    return dX;
  }
}
