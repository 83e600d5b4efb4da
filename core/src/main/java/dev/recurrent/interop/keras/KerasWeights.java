package dev.recurrent.interop.keras;

import dev.recurrent.format.UnusableModelException;

/** The weights in a file. */
interface KerasWeights {
  /**
   * One weight of a layer.
   *
   * @param index among the part's weights, in the order in which Keras makes them
   * @throws UnusableModelException naming the layer's dataset, unless there is one of that shape
   */
  float[] read(KerasLayer layer, KerasPart part, int index, int... shape);
}
