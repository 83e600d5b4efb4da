package dev.recurrent.nn.layer;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.Initializer;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * activation(x Wᵀ + b), on each row.
 *
 * @param size columns of the output
 */
public record DenseLayer(int size, Activation activation) implements Layer {
  /**
   * @throws IllegalArgumentException unless the size is at least 1
   */
  public DenseLayer {
    if (size < 1) {
      throw new IllegalArgumentException("dense size is " + size + ", expected at least 1");
    }
  }

  @Override
  public String name() {
    return "dense";
  }

  @Override
  public String type() {
    return activation == Activation.LINEAR
        ? "Dense"
        : "Dense, " + activation.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public LayerShape output(LayerShape input) {
    return input.withColumns(size);
  }

  @Override
  public ParameterLayout layout(LayerShape input) {
    return Dense.layout(input.columns(), size);
  }

  @Override
  public void initialize(LayerShape input, Parameters parameters, SplittableRandom random) {
    Initializer.glorot(parameters.value("weight"), random);
    parameters.value("bias").fill(0f);
  }

  @Override
  public BoundLayer bind(LayerShape input, Parameters parameters) {
    Dense dense = new Dense(parameters);
    return new BoundLayer() {
      private @Nullable Matrix output;

      @Override
      public Matrix forward(Matrix x, Sequences sequences) {
        Matrix y = dense.forward(x);
        activation.forward(y);
        output = y;
        return y;
      }

      @Override
      public boolean readsItsOutputs() {
        return activation != Activation.LINEAR;
      }

      @Override
      public Matrix backward(Matrix dOutput) {
        activation.backward(Objects.requireNonNull(output, "backward before forward"), dOutput);
        return dense.backward(dOutput);
      }
    };
  }
}
