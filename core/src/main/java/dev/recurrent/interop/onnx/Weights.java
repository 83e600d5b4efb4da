package dev.recurrent.interop.onnx;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.ParameterLayout;

/**
 * The parameters of a model to read, seen by a layer whose names have a prefix.
 *
 * @param values in the order of the layout; not copied
 */
public record Weights(ParameterLayout layout, float[] values, String prefix) {
  /** All of a model's. */
  public static Weights of(ParameterLayout layout, float[] values) {
    return new Weights(layout, values, "");
  }

  /** Those whose names begin with this prefix and {@code more}. */
  public Weights at(String more) {
    return new Weights(layout, values, prefix + more);
  }

  /** A view of one. */
  public Matrix value(String name) {
    return layout.view(values, prefix + name);
  }
}
