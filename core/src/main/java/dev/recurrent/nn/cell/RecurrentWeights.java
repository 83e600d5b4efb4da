package dev.recurrent.nn.cell;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.PackedMatrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The recurrent parameters of one layer, as a cell works with them: {@code weight_hh} packed once
 * per batch for the products of each step in either direction, {@code bias_hh}, the parameters that
 * the cell declares itself, and scratch rows.
 */
public final class RecurrentWeights {
  private final Map<String, Matrix> values = new HashMap<>();
  private final Map<String, Matrix> gradients = new HashMap<>();
  private final Matrix value;
  private final WeightGradient sum;
  private final @Nullable WeightDrop drop;
  private final @Nullable Matrix bias;
  private final @Nullable Matrix biasGradient;
  private final Matrix[] valueBlocks;
  private final Matrix[] gradientBlocks;
  private final PackedMatrix forward;
  private final PackedMatrix backward;
  private final Scratch scratch = new Scratch();

  /** Binds the parameters that {@link Cell#layout} names. */
  public RecurrentWeights(Cell cell, Parameters parameters) {
    this(cell, parameters, 0);
  }

  /**
   * Binds the parameters that {@link Cell#layout} names.
   *
   * @param weightDrop share of {@code weight_hh} that is zero after {@link #packTraining}
   */
  public RecurrentWeights(Cell cell, Parameters parameters, float weightDrop) {
    for (ParameterLayout.Entry entry : cell.layout().entries()) {
      values.put(entry.name(), parameters.value(entry.name()));
      gradients.put(entry.name(), parameters.gradient(entry.name()));
    }
    drop =
        weightDrop == 0
            ? null
            : new WeightDrop(weightDrop, value("weight_hh"), gradient("weight_hh"));
    if (drop != null) {
      values.put("weight_hh", drop.value());
      gradients.put("weight_hh", drop.gradient());
    }
    value = value("weight_hh");
    Matrix gradient = gradient("weight_hh");
    sum = new WeightGradient(gradient);
    bias = cell.hasRecurrentBias() ? value("bias_hh") : null;
    biasGradient = cell.hasRecurrentBias() ? gradient("bias_hh") : null;
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

  /** For the layer: copies the weights' present values for {@link #addProduct}. */
  public void packForward() {
    if (drop != null) {
      drop.keep();
    }
    forward.packTransposed(value);
  }

  /** As {@link #packForward}, with a share of the weights set to zero, which follows the seed. */
  public void packTraining(long seed) {
    if (drop != null) {
      drop.draw(seed);
    }
    forward.packTransposed(value);
  }

  /** For the layer: copies the weights' present values for {@link #addStateGradient}. */
  public void packBackward() {
    backward.pack(value);
  }

  /**
   * Sets each row of {@code step.recurrentGates} (B,gateSize) to {@code bias_hh}. Only for cells
   * with a recurrent bias.
   */
  public void setToBias(CellStep step) {
    Kernels.setRows(step.recurrentGates, Objects.requireNonNull(bias, "no recurrent bias"));
  }

  /** The state's share of the gates: {@code step.recurrentGates} (B,gateSize) += h Whᵀ. */
  public void addProduct(CellStep step) {
    if (!step.initialStateIsZero()) {
      Kernels.addProduct(step.previous.h(), forward, step.recurrentGates);
    }
  }

  /**
   * The gradient of h through the gates: {@code dPrevious.h()} (B,H) += dGates Wh, where dGates are
   * {@code step.recurrentGates}.
   */
  public void addStateGradient(CellStep step, CellState dPrevious) {
    if (!step.initialStateIsZero()) {
      Kernels.addProduct(step.recurrentGates, backward, dPrevious.h());
    }
  }

  /**
   * Adds dGatesᵀ h to the gradient of {@code weight_hh} and the column sums of dGates to that of
   * {@code bias_hh}, over the rows of all steps; dGates are {@code steps.recurrentGates}.
   */
  public void addGradient(CellStep steps) {
    PackedRows packed = steps.packedRecurrentGates();
    sum.add(steps.recurrentGates, packed, steps.previous.h());
    if (biasGradient != null && packed != null) {
      packed.addSum(biasGradient);
    } else if (biasGradient != null) {
      Kernels.addColumnSums(steps.recurrentGates, biasGradient);
    }
  }

  /** For the layer: adds what {@link #addGradient} has summed apart; ends the walk back. */
  public void endBackward() {
    sum.end();
    if (drop != null) {
      drop.addGradient();
    }
  }

  /** (H,H): the rows of {@code weight_hh} that are gate i, not packed. */
  public Matrix gateWeight(int i) {
    return valueBlocks[i];
  }

  /** (H,H): the gradient of {@link #gateWeight}. */
  public Matrix gateWeightGradient(int i) {
    return gradientBlocks[i];
  }

  /** A view of a parameter that {@link Cell#layout} names. */
  public Matrix value(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** A view of the gradient of a parameter that {@link Cell#layout} names. */
  public Matrix gradient(String name) {
    return Objects.requireNonNull(gradients.get(name), name);
  }

  /** Scratch rows (B,H); their content does not survive the next call. */
  public Matrix scratch(int rows) {
    return scratch.matrix(rows, value.columns);
  }
}
