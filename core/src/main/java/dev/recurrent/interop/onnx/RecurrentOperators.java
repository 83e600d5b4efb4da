package dev.recurrent.interop.onnx;

import dev.recurrent.interop.onnx.GraphMeaning.Input;
import dev.recurrent.interop.onnx.GraphMeaning.LastState;
import dev.recurrent.interop.onnx.GraphMeaning.LastStates;
import dev.recurrent.interop.onnx.GraphMeaning.Rows;
import dev.recurrent.interop.onnx.GraphMeaning.Zeros;
import dev.recurrent.interop.onnx.LayerChain.Link;
import dev.recurrent.interop.onnx.LayerChain.Start;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.layer.Recurrent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operators RNN, LSTM and GRU. */
final class RecurrentOperators {
  private final GraphWalk walk;

  RecurrentOperators(GraphWalk walk) {
    this.walk = walk;
  }

  /** Whether it reads rows of a network; then it has a meaning. */
  boolean read(OnnxNode node) {
    Rows x = walk.rows(node.input(0));
    if (x == null && walk.value(node.input(0)) instanceof Input input) {
      throw walk.refused(
          node,
          "reads the input \""
              + input.value().name()
              + "\" of shape "
              + input.value().shape()
              + ", expected 32-bit floats of three axes, the last one's size a number");
    }
    if (x == null || x.axes().size() != 3 || !x.axes().get(2).equals(Axis.COLUMNS)) {
      return false;
    }
    LayerChain chain = x.chain();
    if (!chain.canGrow() || !chain.shape().eachStep() || x.axes().contains(Axis.ONE)) {
      throw walk.refused(
          node,
          "reads what is no sequence of rows, or the network has more than "
              + LayerChain.MOST
              + " layers");
    }
    if (!chain.source().time(x.axes().get(0))) {
      throw walk.refused(node, "walks another axis than the recurrent layers before it");
    }
    requireLengths(node, chain.source());
    RecurrentArrays arrays = new RecurrentArrays(walk, node);
    int directions = arrays.directions();
    Recurrent layer = new Recurrent(cell(node, directions), arrays.hiddenSize(), directions);
    float[] parameters = arrays.parameters(layer, chain.shape());
    Start start = new InitialStates(walk, node).start(chain, layer);
    write(node, chain.with(new Link(layer, parameters, false, start)), x.axes());
    return true;
  }

  private void write(OnnxNode node, LayerChain chain, List<Axis> axes) {
    Axis batch = axes.get(1);
    List<LastState> hidden = new ArrayList<>();
    List<LastState> cells = new ArrayList<>();
    for (int i = 0; i < chain.shape().directions(); i++) {
      hidden.add(new LastState(chain, i, false, batch));
      cells.add(new LastState(chain, i, true, batch));
    }
    List<Axis> rows = List.of(axes.get(0), Axis.DIRECTIONS, batch, Axis.COLUMNS);
    walk.put(
        node,
        List.of(
            new Rows(chain, rows), new LastStates(hidden, false), new LastStates(cells, false)));
  }

  private void requireLengths(OnnxNode node, ChainSource source) {
    String name = node.input(4);
    String input = "";
    if (!name.isEmpty()) {
      if (!(walk.value(name) instanceof Input lengths) || lengths.axes().size() != 1) {
        throw walk.refused(node, "has sequence_lens that are no input of the graph");
      }
      input = lengths.value().name();
    }
    if (!source.lengths(input)) {
      throw walk.refused(
          node, "reads other lengths of the sequences than the recurrent layers before it");
    }
  }

  private CellType cell(OnnxNode node, int directions) {
    requirePlain(node);
    return switch (node.type()) {
      case "LSTM" -> {
        requireActivations(node, directions, "Sigmoid", "Tanh", "Tanh");
        yield CellType.LSTM;
      }
      case "GRU" -> {
        requireActivations(node, directions, "Sigmoid", "Tanh");
        boolean after = StepOperators.attribute(node, "linear_before_reset", 0) != 0;
        yield after ? CellType.GRU : CellType.GRU_RESET_BEFORE;
      }
      default -> {
        boolean relu = activations(node).equals(Collections.nCopies(directions, "relu"));
        if (!relu) {
          requireActivations(node, directions, "Tanh");
        }
        yield relu ? CellType.RNN_RELU : CellType.RNN;
      }
    };
  }

  private void requirePlain(OnnxNode node) {
    if (node.attributes().containsKey("clip")) {
      throw walk.refused(node, "has a clip of the gates, which no layer here has");
    }
    if (StepOperators.attribute(node, "input_forget", 0) != 0) {
      throw walk.refused(node, "couples the input gate with the forget gate: no layer here does");
    }
    if (StepOperators.attribute(node, "layout", 0) != 0) {
      throw walk.refused(node, "has layout 1, expected 0: steps first");
    }
  }

  private static List<String> activations(OnnxNode node) {
    List<String> names = new ArrayList<>();
    if (node.attributes().get("activations") instanceof List<?> list) {
      list.forEach(name -> names.add(name.toString().toLowerCase(Locale.ROOT)));
    }
    return names;
  }

  private void requireActivations(OnnxNode node, int directions, String... expected) {
    List<String> found = activations(node);
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < directions; i++) {
      for (String name : expected) {
        wanted.add(name.toLowerCase(Locale.ROOT));
      }
    }
    if (!found.isEmpty() && !found.equals(wanted) && !walk.lossy()) {
      throw walk.refused(
          node,
          "has the activations "
              + found
              + ", expected "
              + wanted
              + "; --lossy reads it as if it had them");
    }
  }

  /** The state that a node starts from. */
  private record InitialStates(GraphWalk walk, OnnxNode node) {
    @Nullable Start start(LayerChain chain, Recurrent layer) {
      boolean lstm = node.type().equals("LSTM");
      String cells = lstm ? node.input(6) : "";
      boolean zero = isZero(node.input(5)) && isZero(cells);
      if (zero) {
        return null;
      }
      LayerChain encoder = encoder(node.input(5), false);
      boolean whole = encoder != null && (!lstm || encoder.equals(encoder(cells, true)));
      if (encoder != null && whole) {
        return new Start(encoder, -1);
      }
      Start row = row(chain, layer, cells);
      if (row == null) {
        throw walk.refused(
            node,
            "starts from a state that is neither zero nor the last state of a layer that reads"
                + " another input");
      }
      return row;
    }

    private boolean isZero(String name) {
      return name.isEmpty() || walk.value(name) instanceof Zeros || walk.isZero(name);
    }

    /** The chain whose last layer's last state a value is. */
    private @Nullable LayerChain encoder(String name, boolean cells) {
      if (!(walk.value(name) instanceof LastStates states) || states.batchFirst()) {
        return null;
      }
      LayerChain chain = states.states().get(0).chain();
      boolean whole = states.states().size() == chain.shape().directions();
      for (int i = 0; whole && i < states.states().size(); i++) {
        LastState state = states.states().get(i);
        whole = state.direction() == i && state.cells() == cells && state.chain().equals(chain);
      }
      return whole ? chain : null;
    }

    /** A part of an encoder's row. */
    private @Nullable Start row(LayerChain chain, Recurrent layer, String cells) {
      int column = 0;
      for (Link link : chain.links()) {
        column += link.layer() instanceof Recurrent below ? below.stateSize() : 0;
      }
      GraphBuilder pattern = new GraphBuilder();
      RecurrentGraph.State cut = SequenceModelGraph.cut(pattern, "row", column, layer);
      PatternMatch match = new PatternMatch(walk, pattern.graph(), Set.of());
      boolean found = match.matches(cut.hidden(), node.input(5), null);
      if (cut.cells() != null) {
        found = found && match.matches(cut.cells(), cells, null);
      }
      Rows row = found ? walk.rows(match.bound("row")) : null;
      return row == null || row.axes().size() != 2
          ? null
          : new Start(row.chain().settled(), column);
    }
  }
}
