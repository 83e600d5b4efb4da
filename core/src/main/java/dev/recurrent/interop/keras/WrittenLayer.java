package dev.recurrent.interop.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A layer as Keras has it.
 *
 * @param name unique in its model
 * @param type its class
 * @param config without the name
 * @param weights by the path of the inner layer that has them, "" for the layer's own
 * @param inputs what it reads, first its input and then its initial states
 */
record WrittenLayer(
    String name,
    String type,
    Map<String, Object> config,
    Map<String, List<KerasArray>> weights,
    List<WrittenTensor> inputs) {
  /** All weights in Keras's order. */
  List<KerasArray> allWeights() {
    List<KerasArray> all = new ArrayList<>();
    weights.values().forEach(all::addAll);
    return all;
  }
}
