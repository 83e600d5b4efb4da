package dev.recurrent.nn.cell;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.PackedMatrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.nn.Parameters;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The recurrent weights of one layer, packed once per batch in the two directions they are used in,
 * and the scratch rows of a step.
 */
public final class RecurrentWeights {
  private final Matrix value;
  private final WeightGradient sum;
  private final @Nullable Matrix bias;
  private final @Nullable Matrix biasGradient;
  private final Matrix[] valueBlocks;
  private final Matrix[] gradientBlocks;
  private final PackedMatrix forward;
  private final PackedMatrix backward;
  private final Scratch scratch = new Scratch();

  /** {@code weight_hh} is (gateSize,H), {@code bias_hh} (1,gateSize) where the cell has one. */
  public RecurrentWeights(Cell cell, Parameters parameters, String suffix) {
    value = parameters.value("weight_hh" + suffix);
    Matrix gradient = parameters.gradient("weight_hh" + suffix);
    sum = new WeightGradient(gradient);
    String biasName = "bias_hh" + suffix;
    bias = cell.hasRecurrentBias() ? parameters.value(biasName) : null;
    biasGradient = cell.hasRecurrentBias() ? parameters.gradient(biasName) : null;
    int size = cell.hiddenSize();
    int gates = cell.gateSize() / size;
    valueBlocks = new Matrix[gates];
    gradientBlocks = new Matrix[gates];
    for (int i = 0; i < gates; i++) {
      valueBlocks[i] = value.rows(i * size, size);
      gradientBlocks[i] = gradient.rows(i * size, size);
    }
    forward = new PackedMatrix(size, cell.gateSize());
    backward = new PackedMatrix(cell.gateSize(), size);
  }

  /** Takes over the weights' present values for {@link #addForward}. */
  public void packForward() {
    forward.packTransposed(value);
  }

  /** Takes over the weights' present values for {@link #addBackward}. */
  public void packBackward() {
    backward.pack(value);
  }

  /** Every row of {@code gates} (B,gateSize) becomes the state's bias. */
  void setToBias(Matrix gates) {
    Kernels.setRows(gates, Objects.requireNonNull(bias));
  }

  /** The state's share of the step's gates (B,gateSize) += h Whᵀ. */
  void addForward(CellStep step) {
    if (!step.fromNothing) {
      Kernels.addProduct(step.previous.h(), forward, step.recurrentGates);
    }
  }

  /** dH (B,H) of the state that the step reads += dGates Wh. */
  void addBackward(CellStep step, CellState dPrevious) {
    if (!step.fromNothing) {
      Kernels.addProduct(step.recurrentGates, backward, dPrevious.h());
    }
  }

  /** Adds dGatesᵀ h and the column sums of dGates, over the rows of all steps. */
  void addGradient(CellStep steps) {
    sum.add(steps.recurrentGates, steps.packedRecurrentGates, steps.previous.h());
    if (biasGradient != null && steps.packedRecurrentGates != null) {
      steps.packedRecurrentGates.addSum(biasGradient);
    } else if (biasGradient != null) {
      Kernels.addColumnSums(steps.recurrentGates, biasGradient);
    }
  }

  /** After the walk back. */
  public void endBackward() {
    sum.end();
  }

  /** (H,H): the weights of gate i, not packed. */
  Matrix valueBlock(int i) {
    return valueBlocks[i];
  }

  /** (H,H): the gradient of {@link #valueBlock}. */
  Matrix gradientBlock(int i) {
    return gradientBlocks[i];
  }

  /** Rows (B,H) that hold nothing between calls. */
  Matrix scratch(int rows) {
    return scratch.matrix(rows, value.columns);
  }
}
