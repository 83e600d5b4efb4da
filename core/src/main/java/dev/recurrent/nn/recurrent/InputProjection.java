package dev.recurrent.nn.recurrent;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.cell.CellStep;

/**
 * The input projection x Wxᵀ + b: from what a layer reads to its gates, and from the gates'
 * gradients to those of the input's weights and of x.
 */
interface InputProjection {
  /** Sets the step's gates to x Wxᵀ + b. The walk forward calls it before each step. */
  void setGates(CellStep step, int t);

  /**
   * Begins the walk back.
   *
   * @param inputGradient whether {@link #gradient} will be asked for
   */
  void beginBackward(boolean inputGradient);

  /** Adds the gradients of one step, whose gates hold their gradients now. */
  void accumulate(CellStep step, int t);

  /** Adds the gradients of a block of steps, whose gates all hold their gradients now. */
  void accumulate(TimeBlock block);

  /** Ends the walk back: adds what is still missing of the weights' gradients. */
  void endBackward();

  /** The gradient of x, if {@link #beginBackward} was called for it: a view until the next call. */
  Matrix gradient();
}
