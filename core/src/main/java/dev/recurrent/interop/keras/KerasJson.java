package dev.recurrent.interop.keras;

import java.util.LinkedHashMap;
import java.util.Map;

/** Objects of Keras's JSON. */
final class KerasJson {
  private KerasJson() {}

  /** The fields of every layer's configuration but its name. */
  static Map<String, Object> layer() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("trainable", true);
    config.put("dtype", "float32");
    return config;
  }

  /** An object that Keras makes again of its class and configuration. */
  static Map<String, Object> object(String module, String type, Map<String, Object> config) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("module", module);
    object.put("class_name", type);
    object.put("config", config);
    object.put("registered_name", null);
    return object;
  }

  /**
   * Adds Keras's own initializers, which other readers of its files ask for.
   *
   * @param recurrent whether the layer has a recurrent kernel too
   */
  static void addInitializers(Map<String, Object> config, boolean recurrent) {
    config.put("kernel_initializer", initializer("GlorotUniform", Map.of()));
    if (recurrent) {
      config.put("recurrent_initializer", initializer("Orthogonal", Map.of("gain", 1)));
    }
    config.put("bias_initializer", initializer("Zeros", Map.of()));
  }

  private static Map<String, Object> initializer(String type, Map<String, Object> config) {
    return object("keras.initializers", type, config);
  }

  /** A configuration with a name in front. */
  static Map<String, Object> named(String name, Map<String, Object> config) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("name", name);
    named.putAll(config);
    return named;
  }
}
