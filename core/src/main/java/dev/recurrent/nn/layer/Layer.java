package dev.recurrent.nn.layer;

import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * The configuration of a layer: sizes and kinds, without weights or memory. Anyone may implement
 * it. Implement it as a record of numbers, strings and enums: a model's file can then hold it.
 */
public interface Layer extends Serializable {
  /** The layer's name in parameter names and summaries, such as "dense": a lower-case word. */
  String name();

  /** The layer's type in summaries, such as "Dense". */
  String type();

  /**
   * The shape that the layer gives.
   *
   * @throws IllegalArgumentException if it cannot read that input
   */
  LayerShape output(LayerShape input);

  /** Names and shapes of the parameters; none by default. */
  default ParameterLayout layout(LayerShape input) {
    return ParameterLayout.empty();
  }

  /** Writes starting values of the parameters that {@link #layout} names. */
  default void initialize(LayerShape input, Parameters parameters, SplittableRandom random) {}

  /** The layer at work over the parameters that {@link #layout} names; for one thread. */
  BoundLayer bind(LayerShape input, Parameters parameters);
}
