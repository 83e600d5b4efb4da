package dev.recurrent.interop.keras;

import dev.recurrent.format.UnusableModelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The layers of a model and which of them reads which. */
final class KerasGraph {
  private final KerasConfig config;
  private final List<KerasLayer> layers;
  private final Map<String, KerasLayer> byName = new HashMap<>();
  private final boolean sequential;

  private KerasGraph(KerasConfig config, List<KerasLayer> layers, boolean sequential) {
    this.config = config;
    this.layers = layers;
    this.sequential = sequential;
    for (KerasLayer layer : layers) {
      if (byName.put(layer.name(), layer) != null) {
        throw layer.refusal("has a name that another layer has, expected one of its own");
      }
    }
  }

  /**
   * Of a model's entry.
   *
   * @throws UnusableModelException if it is neither Sequential nor functional
   */
  static KerasGraph of(KerasConfig model) {
    String type = model.text("class_name");
    // The first Keras 2 wrote a Sequential's layers without a name around them.
    Object inner = model.value("config");
    KerasConfig config =
        inner instanceof List<?> ? model : model.object("config").at(model.place());
    List<?> entries = inner instanceof List<?> list ? list : config.list("layers");
    List<KerasLayer> layers = KerasLayer.all(entries, config);
    return switch (type) {
      case "Sequential" -> new KerasGraph(config, layers, true);
      case "Functional", "Model" -> new KerasGraph(config, layers, false);
      default ->
          throw model.refusal(
              "holds a model of class "
                  + KerasConfig.shown(type)
                  + ", expected Sequential or Functional");
    };
  }

  KerasConfig config() {
    return config;
  }

  /** In the order in which Keras numbers them. */
  List<KerasLayer> layers() {
    return layers;
  }

  /** What the model gives; one tensor that no layer has in a Sequential model. */
  List<KerasTensor> outputs() {
    if (sequential) {
      return List.of(new KerasTensor("", 0, 0));
    }
    List<KerasTensor> outputs = KerasTensor.allIn(config.value("output_layers"));
    if (outputs.isEmpty()) {
      throw config.refusal("has no list of output_layers");
    }
    return outputs;
  }

  /**
   * @throws UnusableModelException if there is no such layer
   */
  KerasLayer layer(KerasTensor tensor) {
    KerasLayer layer = byName.get(tensor.layer());
    if (layer == null) {
      throw config.refusal("has no layer " + KerasConfig.shown(tensor.layer()));
    }
    return layer;
  }

  /**
   * The layers from an input to a tensor.
   *
   * @throws UnusableModelException if one of them reads several tensors
   */
  List<KerasStep> chain(KerasTensor end) {
    if (sequential) {
      return layers.stream().map(layer -> new KerasStep(layer, KerasCall.plain())).toList();
    }
    Deque<KerasStep> chain = new ArrayDeque<>();
    Set<KerasTensor> seen = new HashSet<>();
    for (@Nullable KerasTensor at = end; at != null; at = below(chain)) {
      KerasLayer layer = layer(at);
      if (!seen.add(at)) {
        throw layer.refusal("reads its own output");
      }
      boolean input = layer.calls().isEmpty();
      if (!input && (at.call() < 0 || at.call() >= layer.calls().size())) {
        throw layer.refusal("has " + layer.calls().size() + " calls, one is named " + at.call());
      }
      if (at != end && at.output() != 0) {
        throw layer.refusal("gives its output " + at.output() + " to a layer, expected 0");
      }
      chain.push(new KerasStep(layer, input ? KerasCall.plain() : layer.calls().get(at.call())));
    }
    return new ArrayList<>(chain);
  }

  /** What the lowest layer of a chain reads; null where it is an input. */
  private static @Nullable KerasTensor below(Deque<KerasStep> chain) {
    KerasStep lowest = chain.getFirst();
    List<KerasTensor> inputs = lowest.call().inputs();
    boolean input = lowest.layer().type().equals("InputLayer");
    if (input != inputs.isEmpty() || inputs.size() > 1 || lowest.call().others() > 0) {
      throw lowest
          .layer()
          .refusal(
              "reads "
                  + (inputs.size() + lowest.call().others())
                  + " tensors, expected one: a model has to be a chain of layers");
    }
    return inputs.isEmpty() ? null : inputs.get(0);
  }
}
