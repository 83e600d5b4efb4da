package dev.recurrent.interop.onnx;

import java.util.List;

/**
 * An input or output of a graph.
 *
 * @param type of its elements, as ONNX numbers them; 0 if the file does not say
 * @param shape of each axis its size or a symbol such as "batch", "" if the file does not say
 */
record OnnxValue(String name, int type, List<String> shape) {}
