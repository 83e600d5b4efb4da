package dev.recurrent.nn.recurrent;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.math.Seed;
import dev.recurrent.nn.DistinctRows;
import org.jspecify.annotations.Nullable;

/**
 * Two layers over the same sequence, one from each end; outputs and states are [forward | reverse].
 * Schuster and Paliwal (1997).
 */
final class Bidirectional implements Level {
  private final RecurrentLayer forward;
  private final RecurrentLayer reverse;
  private final int stateSize;
  private final Scratch output = new Scratch();
  private final Scratch state = new Scratch();
  private final Scratch dInitial = new Scratch();

  Bidirectional(RecurrentLayer forward, RecurrentLayer reverse, int stateSize) {
    this.forward = forward;
    this.reverse = reverse;
    this.stateSize = stateSize;
  }

  @Override
  public void pack() {
    forward.pack();
    reverse.pack();
  }

  @Override
  public void packTraining(long seed) {
    forward.packTraining(Seed.of(seed, 0));
    reverse.packTraining(Seed.of(seed, 1));
  }

  @Override
  public Matrix forward(Matrix x, int batch, int @Nullable [] lengths, @Nullable Matrix initial) {
    Matrix left = forward.forward(x, batch, lengths, half(initial, 0));
    Matrix right = reverse.forward(x, batch, lengths, half(initial, 1));
    return concatenate(left, right, output);
  }

  @Override
  public Matrix forward(
      DistinctRows x, int batch, int @Nullable [] lengths, @Nullable Matrix initial) {
    Matrix left = forward.forward(x, batch, lengths, half(initial, 0));
    Matrix right = reverse.forward(x, batch, lengths, half(initial, 1));
    return concatenate(left, right, output);
  }

  private @Nullable Matrix half(@Nullable Matrix both, int which) {
    return both == null ? null : both.columns(which * stateSize, stateSize);
  }

  private static Matrix concatenate(Matrix left, Matrix right, Scratch scratch) {
    Matrix both = scratch.matrix(left.rows, left.columns + right.columns);
    both.columns(0, left.columns).copyFrom(left);
    both.columns(left.columns, right.columns).copyFrom(right);
    return both;
  }

  @Override
  public Matrix finalState() {
    return concatenate(forward.finalState(), reverse.finalState(), state);
  }

  @Override
  public Matrix backward(Matrix dOutput, @Nullable Matrix dFinal) {
    int size = dOutput.columns / 2;
    Matrix left = forward.backward(dOutput.columns(0, size), half(dFinal, 0));
    Matrix right = reverse.backward(dOutput.columns(size, size), half(dFinal, 1));
    for (int i = 0; i < left.rows; i++) {
      Kernels.add(right.data, right.index(i), left.data, left.index(i), left.columns);
    }
    return left;
  }

  @Override
  public void backwardFromData(Matrix dOutput, @Nullable Matrix dFinal) {
    int size = dOutput.columns / 2;
    forward.backwardFromData(dOutput.columns(0, size), half(dFinal, 0));
    reverse.backwardFromData(dOutput.columns(size, size), half(dFinal, 1));
  }

  @Override
  public Matrix dInitial() {
    return concatenate(forward.dInitial(), reverse.dInitial(), dInitial);
  }
}
