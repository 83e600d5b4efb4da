package dev.recurrent.interop.onnx;

import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.layer.LayerShape;
import dev.recurrent.nn.layer.Recurrent;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arrays W, R and B of a recurrent operator. */
final class RecurrentArrays {
  private final GraphWalk walk;
  private final OnnxNode node;
  private final GateOrder order;
  private final OnnxTensor input;
  private final OnnxTensor state;
  private final @Nullable OnnxTensor bias;
  private final int hiddenSize;

  RecurrentArrays(GraphWalk walk, OnnxNode node) {
    this.walk = walk;
    this.node = node;
    order = GateOrder.valueOf(node.type());
    input = array(1, 3, "W");
    state = array(2, 3, "R");
    bias = node.input(3).isEmpty() ? null : array(3, 2, "B");
    hiddenSize = state.size(2);
    requireSizes();
    if (node.type().equals("LSTM") && !node.input(7).isEmpty()) {
      if (!walk.isZero(node.input(7))) {
        throw walk.refused(node, "has peepholes (P), which the LSTM here has not");
      }
    }
  }

  private OnnxTensor array(int i, int rank, String name) {
    OnnxTensor array = walk.floats(node.input(i), rank);
    if (array == null) {
      throw walk.refused(
          node, "has no array " + name + " of 32-bit floats and " + rank + " axes in the file");
    }
    return array;
  }

  private void requireSizes() {
    String direction = node.attributes().get("direction") instanceof String text ? text : "forward";
    long directions = direction.equals("bidirectional") ? 2 : 1;
    if (direction.equals("reverse")) {
      throw walk.refused(node, "reads from the end alone, expected forward or bidirectional");
    }
    long gates = (long) order.gates() * hiddenSize;
    boolean fits =
        hiddenSize >= 1
            && input.sizes().subList(0, 2).equals(List.of(directions, gates))
            && state.sizes().equals(List.of(directions, gates, (long) hiddenSize))
            && (bias == null || bias.sizes().equals(List.of(directions, 2 * gates)));
    if (!fits || StepOperators.attribute(node, "hidden_size", hiddenSize) != hiddenSize) {
      throw walk.refused(
          node,
          "has arrays of sizes W "
              + input.sizes()
              + ", R "
              + state.sizes()
              + ", B "
              + (bias == null ? "none" : bias.sizes())
              + ", which do not fit direction "
              + direction
              + " and hidden_size "
              + node.attributes().get("hidden_size"));
    }
  }

  int directions() {
    return input.size(0);
  }

  int hiddenSize() {
    return hiddenSize;
  }

  /** The parameters in the order of the layer's layout. */
  float[] parameters(Recurrent layer, LayerShape below) {
    int d = below.columns();
    if (input.size(2) != d) {
      throw walk.refused(
          node, "has W of sizes " + input.sizes() + " for rows of " + d + " columns");
    }
    ParameterLayout layout = layer.layout(below);
    float[] parameters = walk.floats(layout.size());
    Cell cell = layer.cell().cell(d, hiddenSize);
    int gates = cell.gateSize();
    for (int i = 0; i < directions(); i++) {
      String suffix = RecurrentConfig.suffix(0, i);
      copy(input, i * gates * d, parameters, layout.entry("weight_ih" + suffix));
      copy(state, i * gates * hiddenSize, parameters, layout.entry("weight_hh" + suffix));
      if (bias != null) {
        float[] biases = bias.toFloats();
        int at = 2 * i * gates;
        ParameterLayout.Entry own = layout.entry("bias_ih" + suffix);
        if (cell.hasRecurrentBias()) {
          int to = layout.entry("bias_hh" + suffix).offset();
          order.fromOnnx(biases, at + gates, parameters, to, hiddenSize);
        } else {
          addSecond(biases, at, gates);
        }
        order.fromOnnx(biases, at, parameters, own.offset(), hiddenSize);
      }
    }
    return parameters;
  }

  /** Two biases of a sum are one; adding a zero keeps the sign of a zero. */
  private static void addSecond(float[] biases, int at, int gates) {
    for (int i = at; i < at + gates; i++) {
      float second = biases[i + gates];
      biases[i] = second == 0 ? biases[i] : biases[i] + second;
    }
  }

  private void copy(OnnxTensor from, int start, float[] to, ParameterLayout.Entry entry) {
    float[] part = new float[entry.size()];
    from.floats().position(start).get(part);
    order.fromOnnx(part, 0, to, entry.offset(), entry.size() / order.gates());
  }
}
