package dev.recurrent.interop.onnx;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.GruCell;
import dev.recurrent.nn.cell.RnnCell;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recurrent layers as operators of a graph: one operator a layer, of one or two directions. */
public final class RecurrentGraph {
  private final GraphBuilder graph;
  private final RecurrentConfig config;
  private final Weights weights;
  private final String lengths;

  /**
   * @param weights named as {@link RecurrentConfig#layout} names them
   * @param lengths of the sequences, (B) 64-bit integers; null where all have T steps
   */
  public RecurrentGraph(
      GraphBuilder graph, RecurrentConfig config, Weights weights, @Nullable String lengths) {
    this.graph = graph;
    this.config = config;
    this.weights = weights;
    this.lengths = lengths == null ? "" : lengths;
  }

  /**
   * The state of a layer.
   *
   * @param hidden (directions,B,H)
   * @param cells the LSTM's, (directions,B,H); null for other cells
   */
  public record State(String hidden, @Nullable String cells) {}

  /**
   * What layers give.
   *
   * @param rows of the top one, (T,B, directions*H)
   * @param states of each after the last step of each sequence
   */
  public record Output(String rows, List<State> states) {}

  /**
   * All layers above one another.
   *
   * @param rows (T,B,D)
   * @param initial state of each, or null for zeros
   */
  public Output stack(String rows, @Nullable List<State> initial) {
    String x = rows;
    List<State> states = new ArrayList<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      graph.at(weights.prefix() + "l" + layer);
      Output output = layer(layer, x, initial == null ? null : initial.get(layer));
      x = output.rows();
      states.add(output.states().get(0));
    }
    return new Output(x, states);
  }

  /**
   * One layer.
   *
   * @throws dev.recurrent.interop.InexpressibleModelException for a cell of someone's own
   */
  Output layer(int layer, String rows, @Nullable State initial) {
    Cell cell = config.cellOf(layer);
    GateOrder order = GateOrder.of(cell, weights.prefix() + "l" + layer);
    List<String> read = new ArrayList<>(List.of(rows));
    read.addAll(arrays(cell, order, layer));
    read.add(lengths.isEmpty() ? "" : graph.node("Cast", List.of(lengths), "to", OnnxTensor.INT32));
    if (initial != null) {
      read.add(initial.hidden());
      if (initial.cells() != null) {
        read.add(initial.cells());
      }
    }
    int outputs = order == GateOrder.LSTM ? 3 : 2;
    List<String> written = graph.nodes(order.name(), outputs, read, attributes(cell));
    State state = new State(written.get(1), outputs == 3 ? written.get(2) : null);
    return new Output(joined(written.get(0)), List.of(state));
  }

  private Object[] attributes(Cell cell) {
    int directions = config.directions();
    List<Object> attributes = new ArrayList<>();
    attributes.addAll(List.of("hidden_size", config.hiddenSize()));
    attributes.addAll(List.of("direction", directions == 1 ? "forward" : "bidirectional"));
    if (cell instanceof RnnCell rnn) {
      String name = rnn.activation() == RnnCell.Activation.TANH ? "Tanh" : "Relu";
      attributes.addAll(List.of("activations", Collections.nCopies(directions, name)));
    } else if (cell instanceof GruCell) {
      attributes.addAll(List.of("linear_before_reset", 1));
    }
    return attributes.toArray();
  }

  /** W (directions,gates,D), R (directions,gates,H), B (directions, 2*gates). */
  private List<String> arrays(Cell cell, GateOrder order, int layer) {
    int d = cell.inputSize();
    int h = cell.hiddenSize();
    int gates = cell.gateSize();
    int directions = config.directions();
    float[] w = new float[Math.multiplyExact(directions * gates, d)];
    float[] r = new float[Math.multiplyExact(directions * gates, h)];
    float[] b = new float[directions * 2 * gates];
    for (int i = 0; i < directions; i++) {
      String suffix = RecurrentConfig.suffix(layer, i);
      copy(order, weights.value("weight_ih" + suffix), w, i * gates * d, h * d);
      copy(order, weights.value("weight_hh" + suffix), r, i * gates * h, h * h);
      copy(order, weights.value("bias_ih" + suffix), b, i * 2 * gates, h);
      if (cell.hasRecurrentBias()) {
        copy(order, weights.value("bias_hh" + suffix), b, (2 * i + 1) * gates, h);
      }
    }
    return List.of(
        graph.floats("W", w, directions, gates, d),
        graph.floats("R", r, directions, gates, h),
        graph.floats("B", b, directions, 2L * gates));
  }

  private static void copy(GateOrder order, Matrix from, float[] to, int start, int size) {
    order.toOnnx(from.data, from.offset, to, start, size);
  }

  /** Y (T,directions,B,H) as (T,B, directions*H). */
  private String joined(String y) {
    if (config.directions() == 1) {
      return graph.squeeze(y, 1);
    }
    String byRow = graph.transpose(y, 0L, 2L, 1L, 3L);
    return graph.node("Reshape", List.of(byRow, graph.integers(0, 0, -1)));
  }
}
