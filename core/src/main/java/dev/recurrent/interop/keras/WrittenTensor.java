package dev.recurrent.interop.keras;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a layer gives.
 *
 * @param output 0, or a recurrent layer's states from 1
 * @param shape with null where it varies
 */
record WrittenTensor(String layer, int output, List<@Nullable Integer> shape) {
  /** {@code ["lstm", 0, 1]}. */
  List<Object> history() {
    return List.of(layer, 0, output);
  }

  /** As an argument of a call. */
  Map<String, Object> argument() {
    Map<String, Object> config =
        Map.of("shape", shape, "dtype", "float32", "keras_history", history());
    return Map.of("class_name", "__keras_tensor__", "config", config);
  }
}
