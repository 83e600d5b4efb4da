package dev.recurrent.nn.recurrent;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.DistinctRows;
import org.jspecify.annotations.Nullable;

/** One level of a stack: a recurrent layer, or two of opposite directions. */
interface Level {
  /** Copies the parameters' present values. */
  void pack();

  /** As above, with a share of the recurrent weights set to zero, which follows the seed. */
  void packTraining(long seed);

  /** Outputs of all steps for x (T*B,D). */
  Matrix forward(Matrix x, int batch, int @Nullable [] lengths, @Nullable Matrix initial);

  /** As above, where {@code x} stands for (T*B,D). */
  Matrix forward(DistinctRows x, int batch, int @Nullable [] lengths, @Nullable Matrix initial);

  /** The state after the last step of each sequence. */
  Matrix finalState();

  /** Adds the parameters' gradients; returns that of x. */
  Matrix backward(Matrix dOutput, @Nullable Matrix dFinal);

  /** As above, where x is data: its gradient is not computed. */
  void backwardFromData(Matrix dOutput, @Nullable Matrix dFinal);

  /** Gradient of the initial state after a backward pass. */
  Matrix dInitial();
}
