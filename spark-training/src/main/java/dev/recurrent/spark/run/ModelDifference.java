package dev.recurrent.spark.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where two configurations of a model differ. */
final class ModelDifference {
  private ModelDifference() {}

  /**
   * The first difference, such as "layers[0].hiddenSize was 4, now it is 9".
   *
   * @param place of the two values in the configuration
   * @return null where there is none
   */
  static @Nullable String first(String place, @Nullable Object then, @Nullable Object now) {
    if (then instanceof Map<?, ?> before && now instanceof Map<?, ?> after) {
      Set<Object> names = new LinkedHashSet<>(before.keySet());
      names.addAll(after.keySet());
      for (Object name : names) {
        String inside = place.isEmpty() ? String.valueOf(name) : place + "." + name;
        String difference = first(inside, before.get(name), after.get(name));
        if (difference != null) {
          return difference;
        }
      }
      return null;
    }
    if (then instanceof List<?> before && now instanceof List<?> after) {
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        String difference = first(place + "[" + i + "]", item(before, i), item(after, i));
        if (difference != null) {
          return difference;
        }
      }
      return null;
    }
    return Objects.equals(then, now)
        ? null
        : place + " was " + shown(then) + ", now it is " + shown(now);
  }

  private static @Nullable Object item(List<?> list, int place) {
    return place < list.size() ? list.get(place) : null;
  }

  private static String shown(@Nullable Object value) {
    return value == null ? "none" : String.valueOf(value);
  }
}
