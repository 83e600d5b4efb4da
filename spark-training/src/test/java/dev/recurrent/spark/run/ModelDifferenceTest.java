package dev.recurrent.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelDifferenceTest {
  private static Map<String, Object> model(String cell, Object... layers) {
    return Map.of("cell", cell, "layers", List.of(layers));
  }

  @Test
  void theFirstDifferenceIsNamedByItsPlace() {
    Map<String, Object> layer = Map.of("size", 4);
    Map<String, Object> then = model("GRU", layer);
    assertNull(ModelDifference.first("", then, model("GRU", layer)));
    assertEquals(
        "cell was GRU, now it is LSTM", ModelDifference.first("", then, model("LSTM", layer)));
    assertEquals(
        "layers[0].size was 4, now it is 9",
        ModelDifference.first("", then, model("GRU", Map.of("size", 9))));
    assertEquals(
        "layers[1] was none, now it is {size=4}",
        ModelDifference.first("", then, model("GRU", layer, layer)));
    assertEquals(
        "layers[0].size was 4, now it is none",
        ModelDifference.first("", then, model("GRU", Map.of())));
  }
}
