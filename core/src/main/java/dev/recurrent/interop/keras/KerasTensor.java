package dev.recurrent.interop.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call of a layer gives, as functional models name it.
 *
 * @param layer that was called
 * @param call which of its calls
 * @param output which of the call's outputs: 0, or a recurrent layer's states from 1
 */
record KerasTensor(String layer, int call, int output) {
  /** Nesting of lists of tensors; Keras needs two. */
  private static final int DEEPEST = 4;

  /** All tensors in a value: one, a list of some, or none. */
  static List<KerasTensor> allIn(@Nullable Object value) {
    List<KerasTensor> found = new ArrayList<>();
    collect(value, found, 0);
    return found;
  }

  private static void collect(@Nullable Object value, List<KerasTensor> found, int depth) {
    KerasTensor tensor = of(value);
    if (tensor != null) {
      found.add(tensor);
    } else if (value instanceof List<?> list && depth < DEEPEST) {
      list.forEach(one -> collect(one, found, depth + 1));
    }
  }

  private static @Nullable KerasTensor of(@Nullable Object value) {
    if (value instanceof Map<?, ?> map && "__keras_tensor__".equals(map.get("class_name"))) {
      return map.get("config") instanceof Map<?, ?> config ? of(config.get("keras_history")) : null;
    }
    // Keras 2 appends the call's other arguments.
    return value instanceof List<?> list
            && list.size() >= 3
            && list.get(0) instanceof String layer
            && list.get(1) instanceof Integer call
            && list.get(2) instanceof Integer output
        ? new KerasTensor(layer, call, output)
        : null;
  }
}
