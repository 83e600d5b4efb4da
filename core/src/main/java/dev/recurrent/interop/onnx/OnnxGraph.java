package dev.recurrent.interop.onnx;

import java.util.List;
import java.util.Map;

/**
 * A graph: operations in an order in which they can run.
 *
 * @param initializers arrays by name
 * @param inputs without those that are initializers
 */
record OnnxGraph(
    List<OnnxNode> nodes,
    Map<String, OnnxTensor> initializers,
    List<OnnxValue> inputs,
    List<OnnxValue> outputs) {}
