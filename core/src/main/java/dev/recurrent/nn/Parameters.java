package dev.recurrent.nn;

import dev.recurrent.math.Matrix;

/**
 * Where a layer finds its weights and puts their gradients: two flat arrays of one layout, and the
 * prefix of the layer's names.
 */
public final class Parameters {
  private final ParameterLayout layout;
  private final float[] values;
  private final float[] gradients;
  private final String prefix;

  private Parameters(ParameterLayout layout, float[] values, float[] gradients, String prefix) {
    this.layout = layout;
    this.values = values;
    this.gradients = gradients;
    this.prefix = prefix;
  }

  /**
   * @throws IllegalArgumentException if an array is not of the layout's size
   */
  public static Parameters of(ParameterLayout layout, float[] values, float[] gradients) {
    requireSize("parameters", values, layout);
    requireSize("gradient", gradients, layout);
    return new Parameters(layout, values, gradients, "");
  }

  private static void requireSize(String name, float[] array, ParameterLayout layout) {
    if (array.length != layout.size()) {
      throw new IllegalArgumentException(
          name + " has " + array.length + " floats, the layout needs " + layout.size());
    }
  }

  /** The same arrays seen by a layer whose names begin with this prefix and {@code more}. */
  public Parameters at(String more) {
    return new Parameters(layout, values, gradients, prefix + more);
  }

  public Matrix value(String name) {
    return layout.view(values, prefix + name);
  }

  public Matrix gradient(String name) {
    return layout.view(gradients, prefix + name);
  }
}
