package dev.recurrent.interop.keras;

import dev.recurrent.format.UnusableModelException;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer in a file.
 *
 * @param name unique in its model
 * @param type its class, such as "LSTM"
 * @param stored its place in the list of all layers
 * @param calls none in a Sequential model
 */
record KerasLayer(String name, String type, int stored, KerasConfig config, List<KerasCall> calls) {
  /** Far above what is trained; a hostile file may have any number. */
  private static final int MOST_LAYERS = 200;

  /**
   * The layers of a model's configuration, in Keras's order.
   *
   * @param model the configuration of a Sequential or functional model
   */
  static List<KerasLayer> all(List<?> entries, KerasConfig model) {
    if (entries.isEmpty() || entries.size() > MOST_LAYERS) {
      throw model.refusal("has " + entries.size() + " layers, expected 1 to " + MOST_LAYERS);
    }
    List<KerasLayer> layers = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      layers.add(of(KerasConfig.of(entries.get(i), model.place() + ": layers[" + i + "]"), i));
    }
    return layers;
  }

  private static KerasLayer of(KerasConfig entry, int stored) {
    String type = entry.text("class_name");
    KerasConfig config = entry.object("config");
    // Old files name functional layers beside their configuration only.
    String name = entry.value("name") == null ? config.text("name") : entry.text("name");
    List<KerasCall> calls = new ArrayList<>();
    if (entry.value("inbound_nodes") != null) {
      entry.list("inbound_nodes").forEach(node -> calls.add(KerasCall.of(node)));
    }
    String place = entry.place().replaceAll(": layers\\[\\d+]$", "");
    String shown = KerasConfig.shown(name) + " (" + KerasConfig.shown(type).replace("\"", "") + ")";
    return new KerasLayer(name, type, stored, config.at(place + ": layer " + shown), calls);
  }

  UnusableModelException refusal(String what) {
    return config.refusal(what);
  }
}
