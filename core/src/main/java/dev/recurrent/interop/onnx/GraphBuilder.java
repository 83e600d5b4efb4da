package dev.recurrent.interop.onnx;

import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.math.Matrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Builds an ONNX graph. Each operation gives the names of its values, which other operations then
 * read. Integers are 64-bit wherever ONNX leaves the choice.
 */
public final class GraphBuilder {
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, OnnxTensor> initializers = new LinkedHashMap<>();
  private final List<OnnxValue> inputs = new ArrayList<>();
  private final List<OnnxValue> outputs = new ArrayList<>();
  private final Map<String, Integer> used = new HashMap<>();
  private String scope = "";
  private long room = Integer.MAX_VALUE - (1 << 20);

  /** The next operations and arrays belong to the layer of this name. */
  public GraphBuilder at(String layer) {
    scope = layer + "/";
    return this;
  }

  /**
   * An input of floats.
   *
   * @param shape of each axis its size, or a symbol such as "batch"
   */
  public String floatInput(String name, Object... shape) {
    return input(name, OnnxTensor.FLOAT, shape);
  }

  /** An input of 64-bit integers. */
  public String integerInput(String name, Object... shape) {
    return input(name, OnnxTensor.INT64, shape);
  }

  private String input(String name, int type, Object... shape) {
    inputs.add(new OnnxValue(name, type, sizes(shape)));
    return name;
  }

  private static List<String> sizes(Object... shape) {
    return Arrays.stream(shape).map(String::valueOf).toList();
  }

  /** Makes a value of floats an output of the graph. */
  public void output(String name, String value, Object... shape) {
    nodes.add(new OnnxNode(name, "Identity", List.of(value), List.of(name), Map.of()));
    outputs.add(new OnnxValue(name, OnnxTensor.FLOAT, sizes(shape)));
  }

  /** Takes room for floats from what one file holds. */
  private void take(long floats) {
    room -= 4 * floats;
    if (room < 0) {
      throw new InexpressibleModelException(
          "the model's arrays have more than 2,147,483,647 bytes, which is more than an ONNX file"
              + " holds: train a smaller one");
    }
  }

  /** An array of floats that is part of the file. */
  public String floats(String name, float[] values, long... sizes) {
    take(values.length);
    return constant(name, OnnxTensor.floats(LongStream.of(sizes).boxed().toList(), values));
  }

  /** A matrix that is part of the file. */
  public String matrix(String name, Matrix values) {
    take((long) values.rows * values.columns);
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * values.rows * values.columns).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.rows; i++) {
      bytes.asFloatBuffer().put(i * values.columns, values.data, values.index(i), values.columns);
    }
    List<Long> sizes = List.of((long) values.rows, (long) values.columns);
    return constant(name, new OnnxTensor(OnnxTensor.FLOAT, sizes, bytes));
  }

  /** The transposed matrix, part of the file. */
  public String transposed(String name, Matrix values) {
    float[] turned = new float[values.rows * values.columns];
    for (int i = 0; i < values.rows; i++) {
      for (int j = 0; j < values.columns; j++) {
        turned[j * values.rows + i] = values.get(i, j);
      }
    }
    return floats(name, turned, values.columns, values.rows);
  }

  /** A row of integers. */
  public String integers(long... values) {
    OnnxTensor tensor = OnnxTensor.integers(List.of((long) values.length), values);
    return constant("integers", tensor);
  }

  /** One integer, without an axis. */
  public String integer(long value) {
    return constant("integer", OnnxTensor.integers(List.of(), value));
  }

  private String constant(String name, OnnxTensor tensor) {
    String own = unique(scope + name);
    initializers.put(own, tensor);
    return own;
  }

  private String unique(String name) {
    int count = used.merge(name, 1, Integer::sum);
    return count == 1 ? name : name + "_" + (count - 1);
  }

  /** An operation of one output; gives its name. */
  public String node(String type, List<String> read, Object... attributes) {
    return nodes(type, 1, read, attributes).get(0);
  }

  /**
   * An operation.
   *
   * @param count of outputs
   * @param read names of the values it reads, "" for one left out
   * @param attributes names and values in turn: integers, texts, and lists of them
   * @return the names of its outputs
   */
  public List<String> nodes(String type, int count, List<String> read, Object... attributes) {
    String name = unique(scope + type);
    List<String> written = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      written.add(name + ":" + i);
    }
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      named.put(
          (String) attributes[i], value instanceof Integer whole ? (Object) (long) whole : value);
    }
    nodes.add(new OnnxNode(name, type, List.copyOf(read), written, named));
    return written;
  }

  /** A value with its axes in another order. */
  public String transpose(String value, Long... order) {
    return node("Transpose", List.of(value), "perm", List.of(order));
  }

  /** A value without an axis of size one. */
  public String squeeze(String value, long axis) {
    return node("Squeeze", List.of(value, integers(axis)));
  }

  /** A value with one more axis, of size one. */
  public String unsqueeze(String value, long axis) {
    return node("Unsqueeze", List.of(value, integers(axis)));
  }

  /** Part of an axis. */
  public String slice(String value, long axis, long from, long to) {
    return node("Slice", List.of(value, integers(from), integers(to), integers(axis)));
  }

  /** Values end to end along an axis; the value itself if there is one. */
  public String concat(List<String> values, int axis) {
    return values.size() == 1 ? values.get(0) : node("Concat", values, "axis", axis);
  }

  /** x Wᵀ + b on each row, of parameters {@code weight} (N,D) and {@code bias} (1,N). */
  public String dense(String x, Weights weights) {
    return dense(x, transposed("weight", weights.value("weight")), weights.value("bias"));
  }

  /**
   * x W + b on each row.
   *
   * @param weight the name of W, (D,N)
   * @param bias (1,N)
   */
  public String dense(String x, String weight, Matrix bias) {
    String product = node("MatMul", List.of(x, weight));
    return node("Add", List.of(product, floats("bias", bias.toArray(), bias.columns)));
  }

  /** x * scale + shift, column by column; both are (1,D). */
  public String affine(String x, Matrix scale, Matrix shift) {
    String scaled = node("Mul", List.of(x, floats("scale", scale.toArray(), scale.columns)));
    return node("Add", List.of(scaled, floats("shift", shift.toArray(), shift.columns)));
  }

  /** A row of an array for each token. */
  public String lookup(String table, String tokens) {
    return node("Gather", List.of(table, tokens), "axis", 0);
  }

  OnnxGraph graph() {
    return new OnnxGraph(nodes, initializers, inputs, outputs);
  }

  /**
   * The file's bytes.
   *
   * @param metadata texts by key
   * @throws dev.recurrent.interop.InexpressibleModelException for 2 GB and more
   */
  public byte[] file(Map<String, String> metadata) {
    return OnnxFile.write(graph(), metadata);
  }
}
