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

  ShapeOperators(GraphWalk walk) {
    this.walk = walk;
    steps = new StepOperators(walk);
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
      case "Reshape" -> reshape(node, x);
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
    if (!(node.attributes().get("perm") instanceof List<?> order)) {
      return null;
    }
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

  private static @Nullable List<Axis> permuted(List<Axis> axes, List<?> order) {
    List<Axis> turned = new ArrayList<>();
    for (Object from : order) {
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

  /** Joins the directions with the columns, or leaves out axes of size one. */
  private @Nullable GraphMeaning reshape(OnnxNode node, @Nullable GraphMeaning x) {
    List<Object> wanted = sizes(node.input(1));
    if (wanted == null || StepOperators.attribute(node, "allowzero", 0) != 0) {
      return null;
    }
    if (x instanceof LastStates states && states.batchFirst()) {
      List<LastState> all = states.states();
      LayerChain chain = all.get(0).chain();
      List<Axis> row = List.of(all.get(0).batch(), Axis.COLUMNS);
      return StepOperators.isWhole(all) && fits(wanted, row, row, chain.shape().columns())
          ? StepOperators.lastRow(chain, all.get(0).batch())
          : null;
    }
    if (!(x instanceof Rows rows)) {
      return null;
    }
    int at = rows.axes().indexOf(Axis.DIRECTIONS);
    List<Axis> axes = new ArrayList<>(rows.axes());
    boolean joins = at >= 0 && at == axes.size() - 2 && axes.get(at + 1).equals(Axis.COLUMNS);
    if (joins || (at >= 0 && rows.chain().shape().directions() == 1)) {
      axes.remove(at);
    }
    axes.remove(Axis.ONE);
    boolean fits = !axes.contains(Axis.DIRECTIONS);
    return fits && fits(wanted, rows.axes(), axes, rows.chain().shape().columns())
        ? new Rows(rows.chain(), axes)
        : null;
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
    if (sizes.size() != axes.size() || !axes.get(axes.size() - 1).equals(Axis.COLUMNS)) {
      return false;
    }
    int open = 0;
    for (int i = 0; i < sizes.size(); i++) {
      boolean copied = sizes.get(i).equals(0L) && was.get(i).equals(axes.get(i));
      boolean known =
          i == sizes.size() - 1
              ? sizes.get(i).equals((long) columns)
              : copied || sizes.get(i).equals(axes.get(i));
      open += sizes.get(i).equals(-1L) ? 1 : 0;
      if (!known && !sizes.get(i).equals(-1L)) {
        return false;
      }
    }
    return open <= 1;
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
