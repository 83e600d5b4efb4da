package dev.recurrent.nn.recurrent;

import dev.recurrent.math.Blocking;
import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.PackedMatrix;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.CellStep;
import dev.recurrent.nn.cell.PackedRows;
import dev.recurrent.nn.cell.WeightGradient;
import org.jspecify.annotations.Nullable;

/**
 * The weights from a layer's input to its gates, packed once per batch for each direction of the
 * walk.
 */
final class InputWeights {
  private final Matrix value;
  private final WeightGradient sum;
  private final Matrix bias;
  private final Matrix biasGradient;
  private final boolean stepwise;
  private @Nullable PackedMatrix forward;
  private @Nullable PackedMatrix backward;
  private boolean forwardPacked;
  private boolean backwardPacked;

  /**
   * Binds {@code weight_ih} (gateSize,D) and {@code bias_ih} (1,gateSize).
   *
   * @param stepwise whether each product is of one step, so that packing always pays
   */
  InputWeights(Parameters parameters, boolean stepwise) {
    this.stepwise = stepwise;
    value = parameters.value("weight_ih");
    sum = new WeightGradient(parameters.gradient("weight_ih"));
    bias = parameters.value("bias_ih");
    biasGradient = parameters.gradient("bias_ih");
  }

  /** How many floats the weights are. */
  int size() {
    return value.rows * value.columns;
  }

  int gateSize() {
    return value.rows;
  }

  /** The parameters' values have changed: the next products pack them again. */
  void pack() {
    forwardPacked = false;
    backwardPacked = false;
  }

  private boolean packs(int rows) {
    return stepwise || Blocking.packs(rows);
  }

  /** gates (R,gateSize) = x Wxᵀ + b, for x (R,D). */
  void setGates(Matrix x, Matrix gates) {
    if (packs(x.rows)) {
      Kernels.affine(x, forward(), bias, gates);
    } else {
      Kernels.affine(x, value, bias, gates);
    }
  }

  private PackedMatrix forward() {
    if (forward == null) {
      forward = new PackedMatrix(value.columns, value.rows);
    }
    if (!forwardPacked) {
      forward.packTransposed(value);
      forwardPacked = true;
    }
    return forward;
  }

  /** dX (R,D) = dGates Wx, for dGates (R,gateSize). */
  void setInputGradient(Matrix dGates, Matrix dX) {
    if (!packs(dGates.rows)) {
      Kernels.multiply(dGates, value, dX, 0f);
      return;
    }
    dX.fill(0f);
    Kernels.addProduct(dGates, backward(), dX);
  }

  private PackedMatrix backward() {
    if (backward == null) {
      backward = new PackedMatrix(value.rows, value.columns);
    }
    if (!backwardPacked) {
      backward.pack(value);
      backwardPacked = true;
    }
    return backward;
  }

  /** Adds dGatesᵀ x to the weights' gradient. */
  void addGradient(Matrix dGates, Matrix x) {
    sum.add(dGates, null, x);
  }

  /** As above, over the rows of all steps; adds the bias's too where their gates are packed. */
  void addGradient(CellStep steps, Matrix x) {
    PackedRows packed = steps.packedGates();
    sum.add(steps.gates, packed, x);
    if (packed != null) {
      packed.addSum(biasGradient);
    }
  }

  /** Ends the walk back: adds what has been summed apart. */
  void endBackward() {
    sum.end();
  }

  /** Adds the column sums of dGates to the bias's gradient. */
  void addBiasGradient(Matrix dGates) {
    Kernels.addColumnSums(dGates, biasGradient);
  }
}
