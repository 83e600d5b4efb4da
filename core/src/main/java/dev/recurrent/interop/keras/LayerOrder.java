package dev.recurrent.interop.keras;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The order in which Keras keeps the layers of a functional model, by which archives number their
 * weights: those farthest from the output first, then in the order in which a walk from the output
 * meets them.
 */
final class LayerOrder {
  private final Map<String, WrittenLayer> layers = new HashMap<>();
  private final Map<String, Integer> depths = new HashMap<>();
  private final Map<String, Integer> met = new HashMap<>();

  private LayerOrder(List<WrittenLayer> all) {
    all.forEach(layer -> layers.put(layer.name(), layer));
  }

  /**
   * @param output the last layer
   */
  static List<WrittenLayer> of(List<WrittenLayer> all, String output) {
    LayerOrder order = new LayerOrder(all);
    order.walk(output, 0);
    List<WrittenLayer> sorted = new ArrayList<>(all);
    sorted.sort(
        Comparator.comparingInt((WrittenLayer layer) -> -order.depths.getOrDefault(layer.name(), 0))
            .thenComparingInt(layer -> order.met.getOrDefault(layer.name(), 0)));
    return sorted;
  }

  /** Chains with a few links between them: walking a layer again is cheap. */
  private void walk(String name, int depth) {
    met.putIfAbsent(name, met.size());
    if (depths.merge(name, depth, Math::max) == depth) {
      for (WrittenTensor input : Objects.requireNonNull(layers.get(name), name).inputs()) {
        walk(input.layer(), depth + 1);
      }
    }
  }
}
