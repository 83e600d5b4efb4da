package dev.recurrent.nn;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.PackedMatrix;
import dev.recurrent.math.Scratch;
import org.jspecify.annotations.Nullable;

/**
 * The recurrent weights of one layer, packed once per batch in the two directions they are used in,
 * and the scratch rows of a step.
 */
final class StepWeights {
  final Matrix value;
  final Matrix gradient;
  final @Nullable Matrix bias;
  final @Nullable Matrix biasGradient;
  private final PackedMatrix forward;
  private final PackedMatrix backward;
  private final Scratch scratch = new Scratch();

  /** {@code weight_hh} is (gateSize,H), {@code bias_hh} (1,gateSize) where the cell has one. */
  StepWeights(Cell cell, Parameters parameters, String suffix) {
    value = parameters.value("weight_hh" + suffix);
    gradient = parameters.gradient("weight_hh" + suffix);
    String biasName = "bias_hh" + suffix;
    bias = cell.hasRecurrentBias() ? parameters.value(biasName) : null;
    biasGradient = cell.hasRecurrentBias() ? parameters.gradient(biasName) : null;
    forward = new PackedMatrix(cell.hiddenSize(), cell.gateSize());
    backward = new PackedMatrix(cell.gateSize(), cell.hiddenSize());
  }

  /** Takes over the weights' present values for {@link #addForward}. */
  void packForward() {
    forward.packTransposed(value);
  }

  /** Takes over the weights' present values for {@link #addBackward}. */
  void packBackward() {
    backward.pack(value);
  }

  /** gates (B,gateSize) += h Whᵀ, for h (B,H). */
  void addForward(Matrix h, Matrix gates) {
    Kernels.addProduct(h, forward, gates);
  }

  /** dH (B,H) += dGates Wh, for dGates (B,gateSize). */
  void addBackward(Matrix dGates, Matrix dH) {
    Kernels.addProduct(dGates, backward, dH);
  }

  /** Adds dGatesᵀ h and the column sums of dGates, over the rows of all steps. */
  void addGradient(Matrix dGates, Matrix previous) {
    Kernels.multiplyTransposedLeft(dGates, previous, gradient, 1f);
    if (biasGradient != null) {
      Kernels.addColumnSums(dGates, biasGradient);
    }
  }

  /** Rows (B,gateSize) that hold nothing between calls. */
  Matrix scratch(int rows) {
    return scratch.matrix(rows, value.rows);
  }
}
