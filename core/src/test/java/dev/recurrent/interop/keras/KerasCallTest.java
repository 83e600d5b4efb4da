package dev.recurrent.interop.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The forms in which releases of Keras write what a layer reads. */
class KerasCallTest {
  private static final KerasTensor X = new KerasTensor("x", 0, 0);
  private static final KerasTensor H = new KerasTensor("lstm", 1, 1);
  private static final KerasTensor C = new KerasTensor("lstm", 1, 2);
  private static final KerasCall EXPECTED = new KerasCall(List.of(X), List.of(H, C), 0);

  private static Map<String, Object> tensor(String layer, int call, int output) {
    return Map.of(
        "class_name",
        "__keras_tensor__",
        "config",
        Map.of("dtype", "float32", "keras_history", List.of(layer, call, output)));
  }

  @Test
  void keras3NamesTheInitialStateOrGivesItSecond() {
    Object x = tensor("x", 0, 0);
    List<Object> states = List.of(tensor("lstm", 1, 1), tensor("lstm", 1, 2));
    Map<String, Object> named = Map.of("initial_state", states, "training", false);
    assertEquals(EXPECTED, KerasCall.of(Map.of("args", List.of(x), "kwargs", named)));
    assertEquals(EXPECTED, KerasCall.of(Map.of("args", List.of(x, states), "kwargs", Map.of())));
  }

  @Test
  void keras2ListsTheStatesOrNamesThem() {
    List<Object> h = List.of("lstm", 1, 1);
    List<Object> c = List.of("lstm", 1, 2);
    List<Object> x = List.of("x", 0, 0, Map.of());
    assertEquals(
        EXPECTED,
        KerasCall.of(
            List.of(
                x,
                List.of("lstm", 1, 1, Map.of()),
                List.of("lstm", 1, 2, Map.of("training", false)))));
    Map<String, Object> named = Map.of("initial_state", List.of(h, c));
    assertEquals(EXPECTED, KerasCall.of(List.of(List.of("x", 0, 0, named))));
  }

  @Test
  void otherTensorsAmongTheArgumentsAreCounted() {
    Map<String, Object> mask = Map.of("mask", tensor("m", 0, 0));
    Map<String, Object> node = Map.of("args", List.of(tensor("x", 0, 0)), "kwargs", mask);
    assertEquals(1, KerasCall.of(node).others());
    assertEquals(
        1, KerasCall.of(List.of(List.of("x", 0, 0, Map.of("mask", List.of("m", 0, 0))))).others());
  }
}
