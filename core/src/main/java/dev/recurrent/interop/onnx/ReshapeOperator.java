package dev.recurrent.interop.onnx;

import dev.recurrent.interop.onnx.GraphMeaning.LastState;
import dev.recurrent.interop.onnx.GraphMeaning.LastStates;
import dev.recurrent.interop.onnx.GraphMeaning.Rows;
import dev.recurrent.interop.onnx.GraphMeaning.Sizes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reshape where it surely keeps rows as rows: it joins directions with columns, leaves out axes of
 * size one, or puts steps and sequences into one axis and takes them apart again.
 */
final class ReshapeOperator {
  private final GraphWalk walk;

  ReshapeOperator(GraphWalk walk) {
    this.walk = walk;
  }

  /** What the node's output is; null if that is not known. */
  @Nullable GraphMeaning meaning(OnnxNode node, @Nullable GraphMeaning x) {
    List<Object> wanted = sizes(node.input(1));
    if (wanted == null || StepOperators.attribute(node, "allowzero", 0) != 0) {
      return null;
    }
    if (x instanceof LastStates states) {
      return lastRow(states, wanted);
    }
    Rows rows = walk.rows(node.input(0));
    if (rows == null) {
      return null;
    }
    List<Axis> axes = axes(rows, wanted.size());
    boolean fits = fits(wanted, rows.axes(), axes, rows.chain().shape().columns());
    return fits ? new Rows(rows.chain(), axes) : null;
  }

  private static @Nullable GraphMeaning lastRow(LastStates states, List<Object> wanted) {
    List<LastState> all = states.states();
    LayerChain chain = all.get(0).chain();
    Axis batch = all.get(0).batch();
    List<Axis> row = List.of(batch, Axis.COLUMNS);
    boolean inOrder = states.batchFirst() || all.size() == 1;
    boolean fits = fits(wanted, List.of(), row, chain.shape().columns());
    return inOrder && fits && StepOperators.isWhole(all)
        ? StepOperators.lastRow(chain, batch)
        : null;
  }

  /** The axes of the rows after a reshape to so many. */
  private static List<Axis> axes(Rows rows, int count) {
    List<Axis> axes = new ArrayList<>(rows.axes());
    int at = axes.indexOf(Axis.DIRECTIONS);
    boolean joins = at >= 0 && at == axes.size() - 2 && axes.get(at + 1).equals(Axis.COLUMNS);
    if (joins || (at >= 0 && rows.chain().shape().directions() == 1)) {
      axes.remove(at);
    }
    axes.remove(Axis.ONE);
    Axis first = axes.get(0);
    if (count == 2 && axes.size() == 3) {
      return List.of(Axis.joined(first, axes.get(1)), axes.get(2));
    }
    if (count == 3 && first.outer() != null && first.inner() != null) {
      return List.of(first.outer(), first.inner(), axes.get(1));
    }
    return axes;
  }

  private @Nullable List<Object> sizes(String name) {
    if (walk.value(name) instanceof Sizes sizes) {
      return sizes.sizes();
    }
    long[] numbers = walk.integers(name);
    if (numbers == null) {
      return null;
    }
    List<Object> sizes = new ArrayList<>();
    for (long size : numbers) {
      sizes.add(size);
    }
    return sizes;
  }

  /**
   * Whether sizes are surely those of the axes: one of them may be left to be worked out, and a
   * zero copies the size that was there.
   */
  private static boolean fits(List<Object> sizes, List<Axis> was, List<Axis> axes, int columns) {
    int last = axes.size() - 1;
    boolean rows = !axes.contains(Axis.DIRECTIONS) && axes.indexOf(Axis.COLUMNS) == last;
    if (sizes.size() != axes.size() || !rows) {
      return false;
    }
    int open = 0;
    for (int i = 0; i <= last; i++) {
      Object size = sizes.get(i);
      Axis axis = axes.get(i);
      boolean copied = size.equals(0L) && i < was.size() && was.get(i).equals(axis);
      boolean counted =
          i == last
              ? size.equals((long) columns)
              : axis.size() > 0 && size.equals((long) axis.size());
      open += size.equals(-1L) ? 1 : 0;
      if (!copied && !counted && !size.equals(axis) && !size.equals(-1L)) {
        return false;
      }
    }
    return open <= 1;
  }
}
