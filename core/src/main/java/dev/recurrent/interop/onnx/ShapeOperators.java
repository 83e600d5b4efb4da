package dev.recurrent.interop.onnx;

import dev.recurrent.interop.onnx.GraphMeaning.Array;
import dev.recurrent.interop.onnx.GraphMeaning.Half;
import dev.recurrent.interop.onnx.GraphMeaning.Input;
import dev.recurrent.interop.onnx.GraphMeaning.LastState;
import dev.recurrent.interop.onnx.GraphMeaning.LastStates;
import dev.recurrent.interop.onnx.GraphMeaning.Rows;
import dev.recurrent.interop.onnx.GraphMeaning.Sizes;
import dev.recurrent.interop.onnx.GraphMeaning.Zeros;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Operators that compute nothing: they order axes, leave some out, or work out sizes. */
final class ShapeOperators {
  private final GraphWalk walk;
  private final StepOperators steps;
  private final ReshapeOperator reshape;

  ShapeOperators(GraphWalk walk) {
    this.walk = walk;
    steps = new StepOperators(walk);
    reshape = new ReshapeOperator(walk);
  }

  /** Whether the node has a meaning that is now known. */
  boolean read(OnnxNode node) {
    GraphMeaning meaning = meaning(node);
    if (meaning == null) {
      meaning = steps.meaning(node);
    }
    if (meaning != null) {
      walk.put(node, meaning);
    }
    return meaning != null;
  }

  private @Nullable GraphMeaning meaning(OnnxNode node) {
    GraphMeaning x = walk.value(node.input(0));
    return switch (node.type()) {
      case "Identity" -> x;
      case "Cast" -> cast(node, x);
      case "Dropout" -> inference(node) ? rowsOr(node, x) : null;
      case "Constant" ->
          node.attributes().get("value") instanceof OnnxTensor tensor ? new Array(tensor) : null;
      case "Transpose" -> transpose(node, x);
      case "Squeeze" -> squeeze(node, x);
      case "Unsqueeze" -> unsqueeze(node, x);
      case "Reshape" -> reshape.meaning(node, x);
      case "Shape" -> shape(node, x);
      case "ConstantOfShape" -> isZero(node.attributes().get("value")) ? new Zeros() : null;
      case "Expand" -> walk.isZero(node.input(0)) ? new Zeros() : null;
      default -> null;
    };
  }

  private static boolean isZero(@Nullable Object value) {
    return value == null || (value instanceof OnnxTensor tensor && tensor.isZero());
  }

  /** Integers of any size are the same; floats that become integers are tokens, never features. */
  private static @Nullable GraphMeaning cast(OnnxNode node, @Nullable GraphMeaning x) {
    Object to = node.attributes().get("to");
    boolean integers = Objects.equals(to, 6L) || Objects.equals(to, 7L);
    if (x instanceof Input input) {
      OnnxValue value = input.value();
      int type = integers ? OnnxTensor.INT64 : value.type();
      boolean same = integers || Objects.equals(to, (long) value.type());
      return same
          ? new Input(new OnnxValue(value.name(), type, value.shape()), input.axes())
          : null;
    }
    boolean floats = Objects.equals(to, (long) OnnxTensor.FLOAT);
    return (x instanceof Rows && floats) || (x instanceof Sizes && integers) ? x : null;
  }

  private boolean inference(OnnxNode node) {
    String training = node.input(2);
    return training.isEmpty() || walk.isZero(training);
  }

  private @Nullable GraphMeaning rowsOr(OnnxNode node, @Nullable GraphMeaning x) {
    Rows rows = walk.rows(node.input(0));
    return rows == null ? x : rows;
  }

  private @Nullable GraphMeaning transpose(OnnxNode node, @Nullable GraphMeaning x) {
    Object order = node.attributes().getOrDefault("perm", List.of());
    if (x instanceof Rows rows) {
      List<Axis> axes = permuted(rows.axes(), order);
      return axes == null ? null : new Rows(rows.chain(), axes);
    }
    if (x instanceof Input input) {
      List<Axis> axes = permuted(input.axes(), order);
      return axes == null ? null : new Input(input.value(), axes);
    }
    if (x instanceof LastStates states && order.equals(List.of(1L, 0L, 2L))) {
      return new LastStates(states.states(), !states.batchFirst());
    }
    OnnxTensor array = walk.floats(node.input(0), 2);
    return array != null && order.equals(List.of(1L, 0L)) ? transposed(array) : null;
  }

  /** Axes in another order; null if that is none. */
  static @Nullable List<Axis> permuted(List<Axis> axes, Object order) {
    List<Axis> turned = new ArrayList<>();
    for (Object from : order instanceof List<?> list ? list : List.of()) {
      if (!(from instanceof Long i) || i < 0 || i >= axes.size()) {
        return null;
      }
      turned.add(axes.get(i.intValue()));
    }
    return turned.size() == axes.size() && turned.containsAll(axes) ? turned : null;
  }

  private Array transposed(OnnxTensor array) {
    int rows = array.size(0);
    int columns = array.size(1);
    float[] turned = walk.floats((long) rows * columns);
    var from = array.floats();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        turned[j * rows + i] = from.get(i * columns + j);
      }
    }
    return new Array(OnnxTensor.floats(List.of((long) columns, (long) rows), turned));
  }

  /** The axes of a Squeeze or Unsqueeze, from 0; null if they are not in the file. */
  private long @Nullable [] axes(OnnxNode node, int rank) {
    long[] axes = walk.integers(node.input(1));
    if (axes == null) {
      return null;
    }
    for (int i = 0; i < axes.length; i++) {
      axes[i] += axes[i] < 0 ? rank : 0;
      if (axes[i] < 0 || axes[i] >= rank) {
        return null;
      }
    }
    return axes;
  }

  private @Nullable GraphMeaning squeeze(OnnxNode node, @Nullable GraphMeaning x) {
    if (x instanceof Sizes) {
      return x;
    }
    int rank = x instanceof Rows rows ? rows.axes().size() : 3;
    long[] out = axes(node, rank);
    if (out == null) {
      return null;
    }
    if (x instanceof LastStates states) {
      boolean one = states.states().size() == 1 && out.length == 1;
      return one && out[0] == (states.batchFirst() ? 1 : 0) ? single(states.states().get(0)) : null;
    }
    if (!(x instanceof Rows rows)) {
      return null;
    }
    List<Axis> axes = new ArrayList<>(rows.axes());
    for (long axis : out) {
      Axis gone = rows.axes().get((int) axis);
      boolean one = gone.equals(Axis.DIRECTIONS) && rows.chain().shape().directions() == 1;
      if (!gone.equals(Axis.ONE) && !one) {
        return null;
      }
      axes.remove(gone);
    }
    return new Rows(rows.chain(), axes);
  }

  /** The last state of one direction: all of it where there is no other. */
  static GraphMeaning single(LastState state) {
    boolean all = state.chain().shape().directions() == 1 && !state.cells();
    return all ? StepOperators.lastRow(state.chain(), state.batch()) : new Half(state);
  }

  private @Nullable GraphMeaning unsqueeze(OnnxNode node, @Nullable GraphMeaning x) {
    if (x instanceof Sizes) {
      return x;
    }
    if (!(x instanceof Rows rows) || rows.axes().contains(Axis.ONE)) {
      return null;
    }
    long[] in = axes(node, rows.axes().size() + 1);
    if (in == null || in.length != 1) {
      return null;
    }
    List<Axis> axes = new ArrayList<>(rows.axes());
    axes.add((int) in[0], Axis.ONE);
    return new Rows(rows.chain(), axes);
  }

  private @Nullable GraphMeaning shape(OnnxNode node, @Nullable GraphMeaning x) {
    if (!node.attributes().isEmpty()) {
      return null;
    }
    if (x instanceof Input input) {
      List<Object> sizes = new ArrayList<>();
      for (int i = 0; i < input.axes().size(); i++) {
        sizes.add(input.axes().get(i));
      }
      return new Sizes(sizes);
    }
    return x instanceof Rows rows && !rows.axes().contains(Axis.DIRECTIONS)
        ? new Sizes(named(rows))
        : null;
  }

  private static List<Object> named(Rows rows) {
    List<Object> sizes = new ArrayList<>();
    for (Axis axis : rows.axes()) {
      boolean columns = axis.equals(Axis.COLUMNS);
      boolean one = axis.equals(Axis.ONE);
      sizes.add(columns ? (Object) (long) rows.chain().shape().columns() : one ? 1L : axis);
    }
    return sizes;
  }
}
