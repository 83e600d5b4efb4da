package dev.recurrent.nlp.generation.job;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an n-gram reaches on the validation text of a run.
 *
 * @param order n
 */
record NgramFigure(int order, TextMetrics metrics) {
  /** "6-gram, interpolated Witten-Bell". */
  String name() {
    return order + "-gram, interpolated Witten-Bell";
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name());
    map.putAll(metrics.toMap());
    return map;
  }
}
