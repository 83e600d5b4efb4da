package dev.recurrent.nn;

import dev.recurrent.math.Matrix;

/**
 * A layer's weights and their gradients: two flat arrays of one layout, and what the layer's names
 * begin and end with. A layer asks for {@code "weight_ih"}; the arrays hold {@code
 * "encoder.weight_ih_l0"}.
 */
public final class Parameters {
  private final ParameterLayout layout;
  private final float[] values;
  private final float[] gradients;
  private final String prefix;
  private final String suffix;

  private Parameters(
      ParameterLayout layout, float[] values, float[] gradients, String prefix, String suffix) {
    this.layout = layout;
    this.values = values;
    this.gradients = gradients;
    this.prefix = prefix;
    this.suffix = suffix;
  }

  /**
   * @throws IllegalArgumentException if an array is not of the layout's size
   */
  public static Parameters of(ParameterLayout layout, float[] values, float[] gradients) {
    requireSize("parameters", values, layout);
    requireSize("gradient", gradients, layout);
    return new Parameters(layout, values, gradients, "", "");
  }

  private static void requireSize(String name, float[] array, ParameterLayout layout) {
    if (array.length != layout.size()) {
      throw new IllegalArgumentException(
          name + " has " + array.length + " floats, the layout needs " + layout.size());
    }
  }

  /** The same arrays seen by a layer whose names begin with this prefix and {@code more}. */
  public Parameters at(String more) {
    return new Parameters(layout, values, gradients, prefix + more, suffix);
  }

  /** The same arrays seen by a layer whose names end with {@code more} and this suffix. */
  public Parameters withSuffix(String more) {
    return new Parameters(layout, values, gradients, prefix, more + suffix);
  }

  /** Whether the layout has the parameter. */
  public boolean contains(String name) {
    return layout.contains(prefix + name + suffix);
  }

  /**
   * A view of the parameter's values.
   *
   * @throws IllegalArgumentException for a name that the layout does not have
   */
  public Matrix value(String name) {
    return layout.view(values, prefix + name + suffix);
  }

  /** A view of the parameter's gradient; layers add to it. */
  public Matrix gradient(String name) {
    return layout.view(gradients, prefix + name + suffix);
  }
}
