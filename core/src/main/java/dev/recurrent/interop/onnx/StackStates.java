package dev.recurrent.interop.onnx;

import dev.recurrent.interop.onnx.RecurrentGraph.State;
import dev.recurrent.nn.cell.LstmCell;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The states of layers of one direction as inputs and outputs of a graph: {@code state_h}
 * (layers,B,H), and {@code state_c} of an LSTM.
 */
public final class StackStates {
  /** The name of h. */
  public static final String HIDDEN = "state_h";

  /** The name of the LSTM's cell states. */
  public static final String CELLS = "state_c";

  private static final String BATCH = "batch";

  private final GraphBuilder graph;
  private final RecurrentConfig config;
  private final boolean cells;

  /** Of the layers of a stack. */
  public StackStates(GraphBuilder graph, RecurrentConfig config) {
    this.graph = graph;
    this.config = config;
    cells = config.cellOf(0) instanceof LstmCell;
  }

  /** Inputs of the graph, and from them the state of each layer. */
  public List<State> inputs() {
    String hidden = graph.floatInput(HIDDEN, config.layers(), BATCH, config.hiddenSize());
    String memory =
        cells ? graph.floatInput(CELLS, config.layers(), BATCH, config.hiddenSize()) : null;
    List<State> states = new ArrayList<>();
    graph.at("state");
    for (int i = 0; i < config.layers(); i++) {
      String own = memory == null ? null : graph.slice(memory, 0, i, i + 1L);
      states.add(new State(graph.slice(hidden, 0, i, i + 1L), own));
    }
    return states;
  }

  /**
   * Makes the state of each layer outputs of the graph.
   *
   * @param prefix of the outputs' names, such as "next_"
   */
  public void outputs(List<State> states, String prefix) {
    graph.at("next");
    List<String> hidden = new ArrayList<>();
    List<String> memory = new ArrayList<>();
    for (State state : states) {
      hidden.add(state.hidden());
      if (state.cells() != null) {
        memory.add(state.cells());
      }
    }
    write(prefix + HIDDEN, hidden);
    if (cells) {
      write(prefix + CELLS, memory);
    }
  }

  private void write(String name, List<String> layers) {
    String all = graph.concat(layers, 0);
    graph.output(name, all, config.layers(), BATCH, config.hiddenSize());
  }
}
