package dev.recurrent.interop.onnx;

import java.util.List;
import java.util.Map;

/**
 * One operation of a graph.
 *
 * @param name for messages; may be empty
 * @param type such as "LSTM"; with its domain where that is not ONNX's own
 * @param inputs names of values, "" where an optional one is left out
 * @param outputs names of values, "" where one is not wanted
 * @param attributes {@link Long}, {@link Float}, {@link String}, {@link OnnxTensor}, lists of the
 *     first three, or {@link Unread}
 */
record OnnxNode(
    String name,
    String type,
    List<String> inputs,
    List<String> outputs,
    Map<String, Object> attributes) {
  /**
   * An attribute of a kind that no operator read here has, such as a graph.
   *
   * @param kind as ONNX numbers it
   */
  record Unread(long kind) {}

  /** "node "lstm/LSTM" (LSTM)". */
  String label() {
    String shown = name.isEmpty() && !outputs.isEmpty() ? outputs.get(0) : name;
    return "node \"" + shown + "\" (" + type + ")";
  }

  /** The name of an input, "" where it is left out. */
  String input(int i) {
    return i < inputs.size() ? inputs.get(i) : "";
  }

  /** The name of an output, "" where it is not wanted. */
  String output(int i) {
    return i < outputs.size() ? outputs.get(i) : "";
  }
}
