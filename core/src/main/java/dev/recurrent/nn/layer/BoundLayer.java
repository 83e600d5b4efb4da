package dev.recurrent.nn.layer;

import dev.recurrent.math.Matrix;

/**
 * A layer at work on one thread. It keeps what its backward pass needs from its last forward pass.
 * Matrices that it returns are views that live until its next call.
 */
public interface BoundLayer {
  /** The parameters' values have changed since the last call. */
  default void parametersChanged() {}

  /**
   * The outputs for prediction and validation.
   *
   * @param x (T*B,D), or (B,D) above a pooling; read again by {@link #backward}
   */
  Matrix forward(Matrix x, Sequences sequences);

  /** The outputs for training; all randomness follows from the seed. */
  default Matrix forwardTraining(Matrix x, Sequences sequences, long seed) {
    return forward(x, sequences);
  }

  /** Whether {@link #backward} reads the last outputs, so that they must not be overwritten. */
  default boolean readsItsOutputs() {
    return true;
  }

  /**
   * Adds the gradients of the parameters; returns that of x.
   *
   * @param dOutput gradient of the last outputs; may be overwritten
   */
  Matrix backward(Matrix dOutput);

  /** As {@link #backward}, where x is data: its gradient is not needed. */
  default void backwardFromData(Matrix dOutput) {
    backward(dOutput);
  }
}
