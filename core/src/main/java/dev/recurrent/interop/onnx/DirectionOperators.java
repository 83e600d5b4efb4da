package dev.recurrent.interop.onnx;

import dev.recurrent.interop.onnx.GraphMeaning.OneDirection;
import dev.recurrent.interop.onnx.GraphMeaning.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operators that take the outputs of two directions apart and put them side by side, as tf2onnx
 * writes them.
 */
final class DirectionOperators {
  private final GraphWalk walk;

  DirectionOperators(GraphWalk walk) {
    this.walk = walk;
  }

  /** Whether the node has a meaning that is now known. */
  boolean read(OnnxNode node) {
    GraphMeaning x = walk.value(node.input(0));
    if (x instanceof Rows rows && rows.chain().shape().directions() == 2) {
      int at = rows.axes().indexOf(Axis.DIRECTIONS);
      return at >= 0 && apart(node, rows, at);
    }
    GraphMeaning meaning = x instanceof OneDirection one ? ordered(node, one) : null;
    if (meaning != null) {
      walk.put(node, meaning);
    }
    return meaning != null;
  }

  private boolean apart(OnnxNode node, Rows rows, int at) {
    int rank = rows.axes().size();
    List<Axis> axes = rows.axes();
    int direction = -1;
    if (node.type().equals("Split")) {
      long axis = StepOperators.attribute(node, "axis", 0);
      boolean both = node.outputs().size() == 2 && SliceArguments.place(axis, rank) == at;
      long[] sizes = walk.integers(node.input(1));
      boolean equal = node.input(1).isEmpty() || Arrays.equals(sizes, new long[] {1, 1});
      if (both && equal) {
        walk.put(node, List.of(one(rows, 0, axes), one(rows, 1, axes)));
      }
      return both && equal;
    }
    if (node.type().equals("Slice")) {
      SliceArguments slice = SliceArguments.of(walk, node);
      boolean one = slice != null && slice.axis(rank) == at && slice.end(2) - slice.first(2) == 1;
      direction = one && slice != null ? slice.first(2) : -1;
    } else if (node.type().equals("Gather")) {
      long[] chosen = walk.integers(node.input(1));
      long axis = StepOperators.attribute(node, "axis", 0);
      boolean scalar = chosen != null && walk.isScalar(node.input(1));
      if (chosen != null && scalar && SliceArguments.place(axis, rank) == at) {
        direction = SliceArguments.place(chosen[0], 2);
        axes = new ArrayList<>(axes);
        axes.remove(at);
      }
    }
    if (direction >= 0) {
      walk.put(node, one(rows, direction, axes));
    }
    return direction >= 0;
  }

  private static GraphMeaning one(Rows rows, int direction, List<Axis> axes) {
    return new OneDirection(rows.chain(), direction, axes);
  }

  private @Nullable GraphMeaning ordered(OnnxNode node, OneDirection x) {
    return switch (node.type()) {
      case "Identity" -> x;
      case "Transpose" -> {
        List<Axis> axes =
            ShapeOperators.permuted(x.axes(), node.attributes().getOrDefault("perm", List.of()));
        yield axes == null ? null : new OneDirection(x.chain(), x.direction(), axes);
      }
      case "Squeeze" -> squeezed(node, x);
      case "Concat" -> joined(node, x);
      default -> null;
    };
  }

  private @Nullable GraphMeaning squeezed(OnnxNode node, OneDirection x) {
    long[] out = walk.integers(node.input(1));
    int at = x.axes().indexOf(Axis.DIRECTIONS);
    int rank = x.axes().size();
    if (out == null || out.length != 1 || at < 0 || SliceArguments.place(out[0], rank) != at) {
      return null;
    }
    List<Axis> axes = new ArrayList<>(x.axes());
    axes.remove(at);
    return new OneDirection(x.chain(), x.direction(), axes);
  }

  /** [forward | reverse] of one layer. */
  private @Nullable GraphMeaning joined(OnnxNode node, OneDirection first) {
    int rank = first.axes().size();
    int axis = SliceArguments.place(StepOperators.attribute(node, "axis", 0), rank);
    OneDirection other = new OneDirection(first.chain(), 1, first.axes());
    boolean both =
        node.inputs().size() == 2
            && first.direction() == 0
            && other.equals(walk.value(node.input(1)));
    boolean columns = axis == rank - 1 && first.axes().indexOf(Axis.COLUMNS) == axis;
    return both && columns && !first.axes().contains(Axis.DIRECTIONS)
        ? new Rows(first.chain(), first.axes())
        : null;
  }
}
