package dev.recurrent.train;

import dev.recurrent.nn.ParameterLayout;
import java.io.Serializable;
import java.util.List;

/**
 * A network as configuration: sizes and kinds, no weights, no memory. Serializable, since it
 * travels to executors.
 *
 * @param <B> its batches
 */
public interface Model<B extends Batch> extends Serializable {
  ParameterLayout layout();

  /** Writes starting values; the same seed gives the same values. */
  void initialize(float[] parameters, long seed);

  /**
   * The network laid over one parameter array and one gradient array; for one thread.
   *
   * @throws IllegalArgumentException if an array is not of the layout's size
   */
  BoundModel<B> bind(float[] parameters, float[] gradient);

  /** The lines of a {@link ModelSummary}, input first. */
  List<ModelSummary.Layer> layers();

  /** Short name of the kind, as {@code model.json} has it. */
  String kind();
}
