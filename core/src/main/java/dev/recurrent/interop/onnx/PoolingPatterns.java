package dev.recurrent.interop.onnx;

import dev.recurrent.interop.onnx.GraphMeaning.Input;
import dev.recurrent.interop.onnx.GraphMeaning.Other;
import dev.recurrent.interop.onnx.GraphMeaning.Rows;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SequencePooling;
import dev.recurrent.nn.layer.LayerShape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds poolings that know the sequences' lengths: a value is one if its operators are those that
 * {@link PoolingGraph} writes.
 */
final class PoolingPatterns {
  /** Nodes of a pooling, at most. */
  private static final int MOST_NODES = 64;

  /** The arrays of an attention. */
  private static final Set<String> FREE =
      Set.of("pattern/weight", "pattern/bias", "pattern/context");

  private final GraphWalk walk;

  PoolingPatterns(GraphWalk walk) {
    this.walk = walk;
  }

  /** The pooling that a node ends; null if it ends none. */
  @Nullable GraphMeaning match(OnnxNode node) {
    Pooling pooling =
        switch (node.type()) {
          case "Div" -> Pooling.MEAN;
          case "ReduceMax" -> Pooling.MAX;
          case "GatherND", "Concat" -> Pooling.LAST;
          case "ReduceSum" -> Pooling.ATTENTION;
          default -> null;
        };
    if (pooling == null || node.outputs().size() != 1 || !likely(node)) {
      return null;
    }
    for (String name : rowsBelow(node)) {
      Rows rows = walk.rows(name);
      GraphMeaning found = rows == null ? null : match(node, pooling, name, rows);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** A look at a sum before a pattern as large as its rows is built. */
  private boolean likely(OnnxNode node) {
    OnnxNode summed = walk.maker(node.input(0));
    boolean weighted = summed != null && summed.type().equals("Mul");
    return !node.type().equals("ReduceSum") || weighted;
  }

  /** Rows of all steps that the node works on, through others that have no meaning. */
  private List<String> rowsBelow(OnnxNode node) {
    List<String> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Deque<OnnxNode> open = new ArrayDeque<>(List.of(node));
    while (!open.isEmpty() && seen.size() < MOST_NODES) {
      for (String name : open.remove().inputs()) {
        if (seen.add(name)) {
          Rows rows = walk.rows(name);
          if (rows != null && rows.axes().size() == 3) {
            found.add(name);
          } else if (walk.value(name) instanceof Other other) {
            open.add(other.node());
          }
        }
      }
    }
    return found;
  }

  private @Nullable GraphMeaning match(OnnxNode node, Pooling pooling, String y, Rows rows) {
    LayerChain chain = rows.chain();
    LayerShape shape = chain.shape();
    boolean ends = rows.axes().get(2).equals(Axis.COLUMNS);
    if (!shape.eachStep() || !chain.canGrow() || !ends || rows.axes().contains(Axis.ONE)) {
      return null;
    }
    // The pattern for a first Concat has two directions, that for a GatherND one.
    if (pooling == Pooling.LAST && (shape.directions() == 2) != node.type().equals("Concat")) {
      return null;
    }
    ParameterLayout layout = SequencePooling.layout(pooling, shape.columns(), shape.columns());
    float[] parameters = walk.floats(layout.size());
    GraphBuilder pattern = new GraphBuilder().at("pattern");
    String result =
        PoolingGraph.of(pattern, "y", "lengths", shape.columns())
            .pool(pooling, shape.directions(), Weights.of(layout, parameters));
    PatternMatch match = new PatternMatch(walk, pattern.graph(), FREE);
    match.bind("y", y);
    if (!match.matches(result, node.output(0), node)) {
      return null;
    }
    fill(match, layout, parameters, shape.columns());
    requireLengths(node, chain.source(), match.bound("lengths"));
    if (!chain.source().time(rows.axes().get(1))) {
      throw walk.refused(node, "pools over another axis than that of the steps");
    }
    return StepOperators.pooled(chain, pooling, parameters, rows.axes().get(0));
  }

  private void requireLengths(OnnxNode node, ChainSource source, String lengths) {
    boolean input =
        walk.value(lengths) instanceof Input found
            && found.axes().size() == 1
            && source.lengths(found.value().name());
    if (!input) {
      throw walk.refused(
          node, "pools by other lengths of the sequences than the recurrent layers below it read");
    }
  }

  /** Takes over the arrays of an attention: weight and context are transposed in the graph. */
  private static void fill(PatternMatch match, ParameterLayout layout, float[] to, int size) {
    if (layout.size() == 0) {
      return;
    }
    float[] weight = match.array("pattern/weight").toFloats();
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        to[i * size + j] = weight[j * size + i];
      }
    }
    System.arraycopy(match.array("pattern/bias").toFloats(), 0, to, size * size, size);
    System.arraycopy(
        match.array("pattern/context").toFloats(), 0, to, layout.entry("context").offset(), size);
  }
}
