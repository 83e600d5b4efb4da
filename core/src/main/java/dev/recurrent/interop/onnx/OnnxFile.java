package dev.recurrent.interop.onnx;

import dev.recurrent.format.WireWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes a graph as the bytes of an ONNX file. Field numbers are those of onnx.proto3. */
final class OnnxFile {
  /** The operator set of what is written. */
  static final int OPERATORS = 17;

  private static final int FORMAT = 8;

  /** Kinds of attributes. */
  static final int FLOAT = 1;

  static final int INTEGER = 2;
  static final int TEXT = 3;
  static final int TENSOR = 4;
  static final int FLOATS = 6;
  static final int INTEGERS = 7;
  static final int TEXTS = 8;

  private OnnxFile() {}

  /**
   * @param metadata texts by key, such as the labels of a classifier
   */
  static byte[] write(OnnxGraph graph, Map<String, String> metadata) {
    WireWriter model =
        new WireWriter()
            .integer(1, FORMAT)
            .text(2, "recurrent")
            .message(7, graph(graph))
            .message(8, new WireWriter().text(1, "").integer(2, OPERATORS));
    metadata.forEach((k, v) -> model.message(14, new WireWriter().text(1, k).text(2, v)));
    return model.toBytes();
  }

  private static WireWriter graph(OnnxGraph graph) {
    WireWriter out = new WireWriter();
    graph.nodes().forEach(node -> out.message(1, node(node)));
    out.text(2, "recurrent");
    graph.initializers().forEach((name, tensor) -> out.message(5, tensor(tensor).text(8, name)));
    graph.inputs().forEach(value -> out.message(11, value(value)));
    graph.outputs().forEach(value -> out.message(12, value(value)));
    return out;
  }

  private static WireWriter node(OnnxNode node) {
    WireWriter out = new WireWriter();
    node.inputs().forEach(name -> out.text(1, name));
    node.outputs().forEach(name -> out.text(2, name));
    out.text(3, node.name()).text(4, node.type());
    node.attributes().forEach((name, value) -> out.message(5, attribute(name, value)));
    return out;
  }

  private static WireWriter attribute(String name, Object value) {
    WireWriter out = new WireWriter().text(1, name);
    if (value instanceof Long number) {
      return out.integer(3, number).integer(20, INTEGER);
    }
    if (value instanceof String text) {
      return out.text(4, text).integer(20, TEXT);
    }
    for (Object one : (List<?>) value) {
      if (one instanceof Long number) {
        out.integer(8, number);
      } else {
        out.bytes(9, ByteBuffer.wrap(one.toString().getBytes(StandardCharsets.UTF_8)));
      }
    }
    return out.integer(20, ((List<?>) value).get(0) instanceof Long ? INTEGERS : TEXTS);
  }

  private static WireWriter tensor(OnnxTensor tensor) {
    WireWriter out = new WireWriter();
    tensor.sizes().forEach(size -> out.integer(1, size));
    return out.integer(2, tensor.type()).bytes(9, tensor.bytes());
  }

  private static WireWriter value(OnnxValue value) {
    WireWriter shape = new WireWriter();
    for (String size : value.shape()) {
      boolean known = Character.isDigit(size.charAt(0));
      WireWriter axis = new WireWriter();
      shape.message(1, known ? axis.integer(1, Long.parseLong(size)) : axis.text(2, size));
    }
    WireWriter tensor = new WireWriter().integer(1, value.type()).message(2, shape);
    return new WireWriter().text(1, value.name()).message(2, new WireWriter().message(1, tensor));
  }
}
