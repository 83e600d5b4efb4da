package dev.recurrent.interop.onnx;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.onnx.GraphMeaning.Array;
import dev.recurrent.interop.onnx.GraphMeaning.Input;
import dev.recurrent.interop.onnx.GraphMeaning.Other;
import dev.recurrent.interop.onnx.GraphMeaning.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Walks a graph once, in its order, and finds what each value means. A node without a meaning of
 * its own waits: it may be part of a pooling. Only what the output needs has to have a meaning.
 */
final class GraphWalk {
  /** Integers that say which axes, at most. */
  private static final int FEW = 64;

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  private final String where;
  private final boolean lossy;
  private final Map<String, GraphMeaning> values = new HashMap<>();
  private final Map<String, OnnxNode> makers = new HashMap<>();
  private final Map<ChainSource, LayerChain> longest = new HashMap<>();
  private final Map<String, Boolean> zeros = new HashMap<>();
  private final Map<String, ChainSource> sources = new HashMap<>();

  /** Floats that may still be taken. */
  private long room;

  /**
   * @param where the file's name, for messages
   * @param lossy whether activations may become those that there are here
   * @param bytes of the file: the parameters may take four times as many
   */
  GraphWalk(String where, boolean lossy, long bytes) {
    this.where = where;
    this.lossy = lossy;
    room = Math.min(bytes, Integer.MAX_VALUE / 2) + (1 << 16);
  }

  /** Gives all values of a graph their meanings. */
  void walk(OnnxGraph graph) {
    graph.initializers().forEach((name, tensor) -> values.put(name, new Array(tensor)));
    for (OnnxValue input : graph.inputs()) {
      put(input.name(), new Input(input, axes(input)));
    }
    ShapeOperators shapes = new ShapeOperators(this);
    LayerOperators layers = new LayerOperators(this);
    ArrayOperators arrays = new ArrayOperators(this);
    DirectionOperators directions = new DirectionOperators(this);
    for (OnnxNode node : graph.nodes()) {
      for (String name : node.inputs()) {
        if (!name.isEmpty() && !values.containsKey(name)) {
          throw refused(node, "reads \"" + name + "\", which nothing before it makes");
        }
      }
      boolean moved = arrays.read(node) || directions.read(node);
      if (!moved && !layers.read(node) && !shapes.read(node)) {
        put(node, new Other(node));
      }
    }
  }

  private static List<Axis> axes(OnnxValue input) {
    boolean distinct = new HashSet<>(input.shape()).size() == input.shape().size();
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < input.shape().size(); i++) {
      String size = input.shape().get(i);
      boolean symbol = distinct && !size.isEmpty() && !Character.isDigit(size.charAt(0));
      int known = NUMBER.matcher(size).matches() ? Integer.parseInt(size) : -1;
      String name = symbol ? "symbol " + size : "axis " + i + " of " + input.name();
      axes.add(new Axis(name, known));
    }
    return axes;
  }

  /** Gives a node's first output a meaning. */
  void put(OnnxNode node, GraphMeaning meaning) {
    for (int i = 0; i < node.outputs().size(); i++) {
      String name = node.output(i);
      if (!name.isEmpty()) {
        makers.put(name, node);
        put(name, i == 0 ? meaning : new Other(node));
      }
    }
  }

  /** Gives all of a node's outputs meanings, as many as it has. */
  void put(OnnxNode node, List<GraphMeaning> meanings) {
    for (int i = 0; i < Math.min(node.outputs().size(), meanings.size()); i++) {
      String name = node.output(i);
      if (!name.isEmpty()) {
        makers.put(name, node);
        put(name, meanings.get(i));
      }
    }
  }

  private void put(String name, GraphMeaning meaning) {
    if (values.put(name, meaning) != null) {
      throw new UnusableModelException(where + " makes the value \"" + name + "\" twice");
    }
    if (meaning instanceof Rows rows) {
      longest.merge(
          rows.chain().source(),
          rows.chain(),
          (a, b) -> b.links().size() >= a.links().size() ? b : a);
    }
  }

  /** The meaning of a value; null for "" and for a name that nothing makes. */
  @Nullable GraphMeaning value(String name) {
    return values.get(name);
  }

  /** The node that makes a value; null for inputs and arrays of the file. */
  @Nullable OnnxNode maker(String name) {
    return makers.get(name);
  }

  /** The longest chain from a source. */
  LayerChain longest(LayerChain chain) {
    return longest.getOrDefault(chain.source(), chain);
  }

  /** The one source of a name. */
  ChainSource source(String key, ChainSource made) {
    ChainSource known = sources.putIfAbsent(key, made);
    return known == null ? made : known;
  }

  /** The rows of a chain; an input of floats begins one. Null for anything else. */
  @Nullable Rows rows(String name) {
    GraphMeaning meaning = values.get(name);
    if (meaning instanceof Rows rows) {
      return rows;
    }
    if (!(meaning instanceof Input input) || input.axes().size() != 3) {
      return null;
    }
    OnnxValue value = input.value();
    String last = value.shape().get(2);
    boolean kept = input.axes().get(2).equals(axes(value).get(2));
    if (value.type() != OnnxTensor.FLOAT || !kept || !NUMBER.matcher(last).matches()) {
      return null;
    }
    ChainSource source = source(value.name(), new ChainSource(Integer.parseInt(last), null));
    List<Axis> axes = List.of(input.axes().get(0), input.axes().get(1), Axis.COLUMNS);
    return new Rows(LayerChain.of(source), axes);
  }

  /** An array of floats of the file with so many axes; null for anything else. */
  @Nullable OnnxTensor floats(String name, int rank) {
    return values.get(name) instanceof Array array
            && array.tensor().isFloats()
            && array.tensor().rank() == rank
        ? array.tensor()
        : null;
  }

  /** Whether a value is an array of the file that has zeros alone. */
  boolean isZero(String name) {
    return values.get(name) instanceof Array array
        && zeros.computeIfAbsent(name, any -> array.tensor().isZero());
  }

  /** Whether a value is an array of the file that has one number and no axis. */
  boolean isScalar(String name) {
    return values.get(name) instanceof Array array && array.tensor().rank() == 0;
  }

  /** A few integers of the file; null for anything else. */
  long @Nullable [] integers(String name) {
    return values.get(name) instanceof Array array
            && array.tensor().isIntegers()
            && array.tensor().count() <= FEW
        ? array.tensor().toIntegers()
        : null;
  }

  /**
   * Room for parameters.
   *
   * @throws UnusableModelException if they become more than the file can have
   */
  float[] floats(long count) {
    take(count);
    return new float[Math.toIntExact(count)];
  }

  /** Room for so many floats that are not parameters yet. */
  void take(long count) {
    room -= count;
    if (room < 0) {
      throw new UnusableModelException(
          where + " uses its arrays so often that the layers have more parameters than the file");
    }
  }

  boolean lossy() {
    return lossy;
  }

  /** Why a node cannot be read. */
  UnusableModelException refused(OnnxNode node, String why) {
    return new UnusableModelException(where + ": " + node.label() + " " + why);
  }
}
