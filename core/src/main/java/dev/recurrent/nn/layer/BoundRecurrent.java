package dev.recurrent.nn.layer;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.nn.DistinctRows;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.nn.recurrent.RecurrentStack;
import org.jspecify.annotations.Nullable;

/** A recurrent layer at work. Another layer's final state may start it. */
public final class BoundRecurrent implements BoundLayer {
  private final RecurrentStack stack;
  private final Matrix[] initial = new Matrix[1];
  private final @Nullable Matrix[] dFinal = new Matrix[1];
  private final Scratch continued = new Scratch();
  private boolean started;
  private boolean packed;

  BoundRecurrent(RecurrentConfig config, Parameters parameters) {
    stack = new RecurrentStack(config, parameters);
  }

  @Override
  public void parametersChanged() {
    packed = false;
  }

  /** Columns of its state: S times the number of directions. */
  public int stateSize() {
    return stack.stateSize();
  }

  /** The next forward passes start from this state, (B,S). */
  public void startFrom(Matrix state) {
    initial[0] = state;
    started = true;
  }

  /** The next forward passes start from zeros. */
  public void startFromZeros() {
    started = false;
  }

  /** The next forward passes start from the state after the last one. */
  public void startFromFinalState() {
    Matrix last = finalState();
    Matrix kept = continued.matrix(last.rows, last.columns);
    kept.copyFrom(last);
    startFrom(kept);
  }

  @Override
  public Matrix forward(Matrix x, Sequences sequences) {
    pack();
    return stack.forward(x, sequences.batchSize(), sequences.lengthsIfPadded(), initial());
  }

  /** As above, where {@code x} stands for (T*B,D). */
  public Matrix forward(DistinctRows x, Sequences sequences) {
    pack();
    return stack.forward(x, sequences.batchSize(), sequences.lengthsIfPadded(), initial());
  }

  private void pack() {
    if (!packed) {
      stack.pack();
      packed = true;
    }
  }

  private Matrix @Nullable [] initial() {
    return started ? initial : null;
  }

  /** The state after the last step of each sequence, (B,S). */
  public Matrix finalState() {
    return stack.finalState(0);
  }

  /** Gives the next backward pass the gradient of {@link #finalState}, (B,S). */
  public void setFinalGradient(Matrix gradient) {
    dFinal[0] = gradient;
  }

  @Override
  public Matrix backward(Matrix dOutput) {
    Matrix dX = stack.backward(dOutput, dFinal);
    dFinal[0] = null;
    return dX;
  }

  @Override
  public void backwardFromData(Matrix dOutput) {
    stack.backwardFromData(dOutput, dFinal);
    dFinal[0] = null;
  }

  /** The gradient of the state that {@link #startFrom} gave, after a backward pass, (B,S). */
  public Matrix dInitial() {
    return stack.dInitial(0);
  }
}
