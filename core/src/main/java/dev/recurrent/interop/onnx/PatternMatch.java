package dev.recurrent.interop.onnx;

import dev.recurrent.interop.onnx.GraphMeaning.Array;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares part of a graph with a pattern: the same operators with the same attributes and arrays
 * in the same order. The pattern's free values and arrays take what the graph has there.
 */
final class PatternMatch {
  private final GraphWalk walk;
  private final OnnxGraph pattern;
  private final Set<String> free;
  private final Map<String, OnnxNode> makers = new HashMap<>();
  private final Map<String, String> bound = new HashMap<>();

  /**
   * @param free names of the pattern's arrays that stand for any of their sizes
   */
  PatternMatch(GraphWalk walk, OnnxGraph pattern, Set<String> free) {
    this.walk = walk;
    this.free = free;
    this.pattern = pattern;
    for (OnnxNode node : pattern.nodes()) {
      node.outputs().forEach(name -> makers.put(name, node));
    }
  }

  /** Says which value of the graph a free value of the pattern is. */
  void bind(String free, String value) {
    bound.put(free, value);
  }

  /** The value of the graph that a free value of the pattern is. */
  String bound(String free) {
    return Objects.requireNonNull(bound.get(free), free);
  }

  /** The array of the graph that one of the pattern's is. */
  OnnxTensor array(String name) {
    return ((Array) Objects.requireNonNull(walk.value(bound(name)))).tensor();
  }

  /**
   * Whether a value of the graph is the pattern's.
   *
   * @param maker the node that makes the value, if the walk does not know it yet
   */
  boolean matches(String expected, String value, @Nullable OnnxNode maker) {
    OnnxNode node = makers.get(expected);
    if (node == null) {
      return matchesLeaf(expected, value);
    }
    OnnxNode actual = maker == null ? walk.maker(value) : maker;
    if (actual == null || !sameOperator(node, actual)) {
      return false;
    }
    if (node.outputs().indexOf(expected) != actual.outputs().indexOf(value)) {
      return false;
    }
    for (int i = 0; i < node.inputs().size(); i++) {
      if (!matches(node.input(i), actual.input(i), null)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameOperator(OnnxNode node, OnnxNode actual) {
    return node.type().equals(actual.type())
        && node.inputs().size() == actual.inputs().size()
        && node.attributes().equals(actual.attributes());
  }

  private boolean matchesLeaf(String expected, String value) {
    OnnxTensor array = pattern.initializers().get(expected);
    if (array != null) {
      if (!(walk.value(value) instanceof Array found)) {
        return false;
      }
      OnnxTensor actual = found.tensor();
      boolean sizes = array.type() == actual.type() && array.sizes().equals(actual.sizes());
      boolean fixed = !free.contains(expected);
      if (!sizes || (fixed && !array.bytes().equals(actual.bytes()))) {
        return false;
      }
    }
    String before = bound.putIfAbsent(expected, value);
    return before == null || before.equals(value) || array != null;
  }
}
