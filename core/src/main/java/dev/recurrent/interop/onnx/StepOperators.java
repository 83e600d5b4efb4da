package dev.recurrent.interop.onnx;

import dev.recurrent.interop.onnx.GraphMeaning.Half;
import dev.recurrent.interop.onnx.GraphMeaning.Input;
import dev.recurrent.interop.onnx.GraphMeaning.LastState;
import dev.recurrent.interop.onnx.GraphMeaning.LastStates;
import dev.recurrent.interop.onnx.GraphMeaning.Rows;
import dev.recurrent.interop.onnx.GraphMeaning.Sizes;
import dev.recurrent.interop.onnx.GraphMeaning.Zeros;
import dev.recurrent.interop.onnx.LayerChain.Ending;
import dev.recurrent.interop.onnx.LayerChain.Link;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.layer.PoolingLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Operators that choose tokens, steps or states, or put rows together. */
final class StepOperators {
  private final GraphWalk walk;
  private final PoolingPatterns patterns;

  StepOperators(GraphWalk walk) {
    this.walk = walk;
    patterns = new PoolingPatterns(walk);
  }

  /** What the node's output is; null if that is not known. */
  @Nullable GraphMeaning meaning(OnnxNode node) {
    GraphMeaning meaning =
        switch (node.type()) {
          case "Gather" -> gather(node);
          case "Slice" -> slice(node);
          case "Concat" -> concat(node);
          case "ReduceMean" -> overSteps(node, Pooling.MEAN);
          case "ReduceMax" -> overSteps(node, Pooling.MAX);
          default -> null;
        };
    return meaning == null ? patterns.match(node) : meaning;
  }

  /** A chain with a pooling above it, (B,columns). */
  static Rows pooled(LayerChain chain, Pooling pooling, float[] parameters, Axis batch) {
    Link link = new Link(new PoolingLayer(pooling), parameters, false, null);
    return new Rows(chain.with(link), List.of(batch, Axis.COLUMNS));
  }

  /** The last step of a chain that ends in a recurrent layer. */
  static Rows lastRow(LayerChain chain, Axis batch) {
    return pooled(chain, Pooling.LAST, new float[0], batch);
  }

  /** Whether states are h of all directions of one layer, in their order. */
  static boolean isWhole(List<LastState> states) {
    LastState first = states.get(0);
    boolean whole = states.size() == first.chain().shape().directions();
    for (int i = 0; whole && i < states.size(); i++) {
      LastState state = states.get(i);
      whole =
          state.direction() == i
              && state.chain().equals(first.chain())
              && state.batch().equals(first.batch())
              && !state.cells();
    }
    return whole;
  }

  private @Nullable GraphMeaning gather(OnnxNode node) {
    long axis = attribute(node, "axis", 0);
    GraphMeaning data = walk.value(node.input(0));
    OnnxTensor table = walk.floats(node.input(0), 2);
    if (table != null && walk.value(node.input(1)) instanceof Input tokens) {
      return axis == 0 && tokens.axes().size() == 2 ? embedded(node, table, tokens) : null;
    }
    long[] chosen = walk.integers(node.input(1));
    if (chosen == null || chosen.length != 1) {
      return null;
    }
    if (data instanceof Sizes sizes) {
      int i = (int) (chosen[0] + (chosen[0] < 0 ? sizes.sizes().size() : 0));
      return i >= 0 && i < sizes.sizes().size() ? new Sizes(List.of(sizes.sizes().get(i))) : null;
    }
    if (data instanceof LastStates states && !states.batchFirst() && axis == 0) {
      long i = chosen[0] + (chosen[0] < 0 ? states.states().size() : 0);
      boolean scalar = walk.isScalar(node.input(1));
      boolean there = scalar && i >= 0 && i < states.states().size();
      return there ? ShapeOperators.single(states.states().get((int) i)) : null;
    }
    Rows rows = walk.rows(node.input(0));
    return rows != null && chosen[0] == -1
        ? lastStep(node, rows, axis, walk.isScalar(node.input(1)))
        : null;
  }

  private Rows embedded(OnnxNode node, OnnxTensor table, Input tokens) {
    if (table.size(0) < 1 || table.size(1) < 1) {
      throw walk.refused(node, "has an embedding of sizes " + table.sizes() + ", expected no zero");
    }
    String key = tokens.value().name() + "\n" + node.input(0);
    ChainSource source = walk.source(key, new ChainSource(0, table));
    Axis first = tokens.axes().get(0);
    return new Rows(LayerChain.of(source), List.of(first, tokens.axes().get(1), Axis.COLUMNS));
  }

  /** The last step of all sequences, which is theirs where all have equal lengths. */
  private @Nullable GraphMeaning lastStep(OnnxNode node, Rows rows, long at, boolean drops) {
    int axis = (int) (at + (at < 0 ? rows.axes().size() : 0));
    LayerChain chain = rows.chain();
    boolean steps =
        chain.canGrow()
            && axis >= 0
            && axis < rows.axes().size()
            && rows.axes().get(axis).equals(chain.source().time());
    if (!steps || rows.axes().size() != 3) {
      return null;
    }
    requireNoLengths(node, chain);
    if (chain.shape().directions() == 2) {
      throw walk.refused(
          node,
          "takes the last step of both directions, where the reverse one has read one step only;"
              + " Pooling.LAST takes the reverse one's first: take h_n, or the first step of the"
              + " reverse columns");
    }
    Rows last = lastRow(chain, batch(rows));
    if (drops) {
      return last;
    }
    List<Axis> kept = new ArrayList<>(rows.axes());
    kept.set(axis, Axis.ONE);
    return new Rows(last.chain(), kept);
  }

  private void requireNoLengths(OnnxNode node, LayerChain chain) {
    if (!chain.source().lengths("")) {
      throw walk.refused(
          node, "counts the padding of sequences whose lengths the recurrent layers read");
    }
  }

  /** The axis of the sequences. */
  private static Axis batch(Rows rows) {
    Axis time = Objects.requireNonNull(rows.chain().source().time());
    return rows.axes().stream()
        .filter(axis -> !axis.equals(time) && !axis.equals(Axis.COLUMNS))
        .findFirst()
        .orElseThrow();
  }

  private @Nullable GraphMeaning slice(OnnxNode node) {
    GraphMeaning data = walk.value(node.input(0));
    if (data instanceof Zeros) {
      return data;
    }
    SliceArguments slice = SliceArguments.of(walk, node);
    if (slice == null) {
      return null;
    }
    if (data instanceof LastStates states && !states.batchFirst() && slice.axis() == 0) {
      int count = states.states().size();
      int first = slice.first(count);
      int end = slice.end(count);
      return first < end ? new LastStates(states.states().subList(first, end), false) : null;
    }
    if (slice.toEnd() && slice.from() == 0 && (data instanceof Rows || data instanceof Input)) {
      return data;
    }
    Rows rows = walk.rows(node.input(0));
    boolean last = slice.toEnd() && slice.from() == -1;
    return rows != null && last ? lastStep(node, rows, slice.axis(), false) : null;
  }

  private @Nullable GraphMeaning concat(OnnxNode node) {
    List<GraphMeaning> parts = new ArrayList<>();
    for (String name : node.inputs()) {
      long[] numbers = walk.integers(name);
      GraphMeaning part = numbers == null ? walk.value(name) : new Sizes(boxed(numbers));
      Rows rows = walk.rows(name);
      if (part == null) {
        return null;
      }
      parts.add(rows == null ? part : rows);
    }
    long axis = attribute(node, "axis", 0);
    if (parts.size() == 2 && parts.get(0) instanceof Rows a && parts.get(1) instanceof Rows b) {
      boolean columns = axis == -1 || axis == a.axes().size() - 1;
      return columns && a.axes().equals(b.axes()) && ends(a) ? joined(node, a, b) : null;
    }
    if (parts.size() == 2 && parts.get(0) instanceof Half a && parts.get(1) instanceof Half b) {
      boolean whole = isWhole(List.of(a.state(), b.state())) && (axis == -1 || axis == 1);
      return whole ? lastRow(a.state().chain(), a.state().batch()) : null;
    }
    return axis == 0 ? stacked(parts) : null;
  }

  private static boolean ends(Rows rows) {
    return rows.axes().get(rows.axes().size() - 1).equals(Axis.COLUMNS);
  }

  /** Last states on one another, or a list of sizes. */
  private static @Nullable GraphMeaning stacked(List<GraphMeaning> parts) {
    List<LastState> states = new ArrayList<>();
    List<Object> sizes = new ArrayList<>();
    for (GraphMeaning part : parts) {
      if (part instanceof LastStates some && !some.batchFirst()) {
        states.addAll(some.states());
      } else if (part instanceof Sizes some) {
        sizes.addAll(some.sizes());
      } else {
        return null;
      }
    }
    if (states.isEmpty() == sizes.isEmpty() || states.size() + sizes.size() > 2 * LayerChain.MOST) {
      return null;
    }
    return states.isEmpty() ? new Sizes(sizes) : new LastStates(states, false);
  }

  /** [features | embedding], or [mean | max]. */
  private @Nullable GraphMeaning joined(OnnxNode node, Rows a, Rows b) {
    ChainSource first = a.chain().source();
    ChainSource second = b.chain().source();
    if (a.chain().links().isEmpty() && b.chain().links().isEmpty()) {
      if (!first.hasFeaturesOnly() || !second.hasTokensOnly()) {
        return null;
      }
      String key = node.input(0) + "\n\n" + node.input(1);
      return new Rows(LayerChain.of(walk.source(key, first.with(second))), a.axes());
    }
    boolean meanMax =
        first == second
            && isPooling(a.chain(), Pooling.MEAN)
            && isPooling(b.chain(), Pooling.MAX)
            && a.chain().below().beginsWith(b.chain().below())
            && b.chain().below().beginsWith(a.chain().below());
    return meanMax
        ? pooled(a.chain().below(), Pooling.MEAN_MAX, new float[0], a.axes().get(0))
        : null;
  }

  private static boolean isPooling(LayerChain chain, Pooling pooling) {
    Link last = chain.last();
    return last != null
        && chain.ending() == Ending.NONE
        && last.layer().equals(new PoolingLayer(pooling));
  }

  /** A mean or largest value over the steps of sequences of equal lengths. */
  private @Nullable GraphMeaning overSteps(OnnxNode node, Pooling pooling) {
    Rows rows = walk.rows(node.input(0));
    boolean all = rows != null && rows.axes().size() == 3 && rows.chain().canGrow();
    if (rows == null || !all || rows.chain().source().time() == null) {
      return null;
    }
    Object axes = node.attributes().get("axes");
    long[] read = axes == null ? walk.integers(node.input(1)) : null;
    List<?> over = read == null ? axes instanceof List<?> list ? list : List.of() : boxed(read);
    int time = rows.axes().indexOf(rows.chain().source().time());
    boolean steps = over.equals(List.of((long) time)) || over.equals(List.of((long) time - 3));
    if (!steps || attribute(node, "keepdims", 1) != 0 || !ends(rows)) {
      return null;
    }
    requireNoLengths(node, rows.chain());
    return pooled(rows.chain(), pooling, new float[0], batch(rows));
  }

  private static List<Object> boxed(long[] values) {
    List<Object> list = new ArrayList<>();
    for (long value : values) {
      list.add(value);
    }
    return list;
  }

  static long attribute(OnnxNode node, String name, long otherwise) {
    return node.attributes().get(name) instanceof Long value ? value : otherwise;
  }
}
