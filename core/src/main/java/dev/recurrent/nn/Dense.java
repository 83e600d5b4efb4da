package dev.recurrent.nn;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * y = x Wᵀ + b. The weights may be another layer's, as with tied input and output embeddings (Press
 * and Wolf 2016, arXiv:1608.05859): both then add to the same gradient.
 */
public final class Dense {
  private final Matrix weight;
  private final Matrix dWeight;
  private final Matrix bias;
  private final Matrix dBias;
  private final Scratch output = new Scratch();
  private final Scratch dInput = new Scratch();
  private @Nullable Matrix input;

  /** Binds {@code weight} (N,D) and {@code bias} (1,N). */
  public Dense(Parameters parameters) {
    this(parameters, parameters);
  }

  /** Binds the {@code weight} of one layer and the {@code bias} of another. */
  public Dense(Parameters weights, Parameters biases) {
    weight = weights.value("weight");
    dWeight = weights.gradient("weight");
    bias = biases.value("bias");
    dBias = biases.gradient("bias");
  }

  /** {@code weight} (N,D) and {@code bias} (1,N). */
  public static ParameterLayout layout(int inputSize, int outputSize) {
    return ParameterLayout.empty()
        .with("weight", outputSize, inputSize)
        .with("bias", 1, outputSize);
  }

  /** N. */
  public int outputSize() {
    return weight.rows;
  }

  /**
   * @param x (R,D), read again by {@link #backward}
   * @return (R,N), a view that lives until the next call and may be overwritten
   */
  public Matrix forward(Matrix x) {
    input = x;
    Matrix y = output.matrix(x.rows, weight.rows);
    Kernels.affine(x, weight, bias, y);
    return y;
  }

  /** Adds the gradients of weight and bias; returns that of x, (R,D). */
  public Matrix backward(Matrix dOutput) {
    Matrix x = Objects.requireNonNull(input, "backward before forward");
    Kernels.multiplyTransposedLeft(dOutput, x, dWeight, 1f);
    Kernels.addColumnSums(dOutput, dBias);
    Matrix dX = dInput.matrix(x.rows, weight.columns);
    Kernels.multiply(dOutput, weight, dX, 0f);
    return dX;
  }
}
