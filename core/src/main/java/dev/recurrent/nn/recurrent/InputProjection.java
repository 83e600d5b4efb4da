package dev.recurrent.nn.recurrent;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.cell.CellStep;

/**
 * How what a layer reads comes to its gates, and how the gates' gradients come to the input's
 * weights and back to what was read.
 */
interface InputProjection {
  /** The step's gates become x Wxᵀ + b, before it is taken. */
  void setGates(CellStep step, int t);

  /**
   * Before the walk back.
   *
   * @param wanted whether the gradient of x is
   */
  void beginBackward(boolean wanted);

  /** The step's gates hold their gradients now. */
  void leave(CellStep step, int t);

  /** So do those of all steps of the block. */
  void leave(TimeBlock block);

  /** After the walk back; adds what is still missing of the weights' gradients. */
  void endBackward();

  /** The gradient of what was read, if it was wanted: a view that lives until the next time. */
  Matrix gradient();
}
