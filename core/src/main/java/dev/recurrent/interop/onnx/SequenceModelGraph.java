package dev.recurrent.interop.onnx;

import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.interop.onnx.RecurrentGraph.Output;
import dev.recurrent.interop.onnx.RecurrentGraph.State;
import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Huber;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.cell.LstmCell;
import dev.recurrent.nn.layer.DenseLayer;
import dev.recurrent.nn.layer.DropoutLayer;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.LayerShape;
import dev.recurrent.nn.layer.MergeDirections;
import dev.recurrent.nn.layer.PoolingLayer;
import dev.recurrent.nn.layer.Recurrent;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SequenceModel} as a graph.
 *
 * <p>Inputs: {@code features} (B,T,D) and {@code tokens} (B,T), as far as the model reads them, and
 * {@code lengths} (B), the steps of each sequence. An encoder's begin with {@code source_}. Output:
 * {@code output} (B,T,N), whose rows past a sequence's length mean nothing, or (B,N).
 */
final class SequenceModelGraph {
  private static final String BATCH = "batch";

  private final GraphBuilder graph;
  private final SequenceModel model;
  private final Weights weights;
  private final String side;
  private final String lengths;
  private final List<State> states = new ArrayList<>();

  private SequenceModelGraph(
      GraphBuilder graph, SequenceModel model, Weights weights, String side) {
    this.graph = graph;
    this.model = model;
    this.weights = weights;
    this.side = side;
    lengths = graph.integerInput(side + "lengths", BATCH);
  }

  /**
   * The file's bytes.
   *
   * @param lossy whether the outputs of a loss of someone's own are written without what it makes
   *     of them
   * @throws InexpressibleModelException naming a layer that ONNX cannot hold
   */
  static byte[] file(SequenceModel model, float[] parameters, boolean lossy) {
    GraphBuilder graph = new GraphBuilder();
    Weights weights = Weights.of(model.layout(), parameters);
    SequenceModelGraph whole = new SequenceModelGraph(graph, model, weights, "");
    LayerShape shape = model.output();
    String rows = whole.rows();
    String output = whole.predictions(rows, lossy);
    if (shape.eachStep()) {
      graph.output("output", graph.transpose(output, 1L, 0L, 2L), BATCH, "time", shape.columns());
    } else {
      graph.output("output", output, BATCH, shape.columns());
    }
    return graph.file(Map.of());
  }

  /** The output of the last layer: (T,B,N), or (B,N) above a pooling. */
  private String rows() {
    List<State> initial = initial();
    String x = input();
    LayerShape shape = model.input().output();
    List<String> names = model.names();
    for (int i = 0; i < names.size(); i++) {
      Layer layer = model.network().get(i);
      graph.at(side + names.get(i));
      Weights own = weights.at(names.get(i) + ".");
      if (layer instanceof Recurrent recurrent) {
        State start = initial == null ? null : initial.get(states.size());
        Output output = recurrent(recurrent, own, shape, x, start);
        states.add(output.states().get(0));
        x = output.rows();
      } else {
        x = above(layer, own, shape, x);
      }
      shape = layer.output(shape);
    }
    return x;
  }

  private Output recurrent(
      Recurrent layer, Weights own, LayerShape shape, String x, @Nullable State start) {
    RecurrentConfig config =
        new RecurrentConfig(
            layer.cell(),
            shape.columns(),
            layer.hiddenSize(),
            1,
            layer.directions(),
            0f,
            Dropout.Kind.EACH_STEP);
    return new RecurrentGraph(graph, config, own, lengths).layer(0, x, start);
  }

  private String above(Layer layer, Weights own, LayerShape shape, String x) {
    if (layer instanceof DropoutLayer) {
      return x;
    }
    if (layer instanceof DenseLayer dense) {
      return activated(dense.activation(), graph.dense(x, own));
    }
    if (layer instanceof MergeDirections merge) {
      return merged(merge.mode(), x, shape.columns() / 2);
    }
    if (layer instanceof PoolingLayer pooling) {
      String rows = graph.transpose(x, 1L, 0L, 2L);
      return PoolingGraph.of(graph, rows, lengths, shape.columns())
          .pool(pooling.pooling(), shape.directions(), own);
    }
    throw new InexpressibleModelException(
        "layer \""
            + own.prefix().substring(0, own.prefix().length() - 1)
            + "\" is "
            + layer.getClass().getName()
            + ", for which ONNX has no operator: leave it out, or build it from layers that there"
            + " are");
  }

  /** Both halves of the last axis, as one. */
  private String merged(MergeDirections.Mode mode, String x, int size) {
    List<String> halves = List.of(graph.slice(x, -1, 0, size), graph.slice(x, -1, size, 2L * size));
    return switch (mode) {
      case SUM -> graph.node("Add", halves);
      case PRODUCT -> graph.node("Mul", halves);
      case MEAN ->
          graph.node(
              "Mul", List.of(graph.node("Add", halves), graph.floats("half", new float[] {0.5f})));
    };
  }

  private String activated(Activation activation, String x) {
    return switch (activation) {
      case LINEAR -> x;
      case TANH -> graph.node("Tanh", List.of(x));
      case SIGMOID -> graph.node("Sigmoid", List.of(x));
      case RELU -> graph.node("Relu", List.of(x));
    };
  }

  /** (T,B,D). */
  private String input() {
    int features = model.input().features();
    List<String> parts = new ArrayList<>();
    if (features > 0) {
      String name = graph.floatInput(side + "features", BATCH, side + "time", features);
      parts.add(graph.at(side + "input").transpose(name, 1L, 0L, 2L));
    }
    if (model.input().hasTokens()) {
      String tokens = graph.integerInput(side + "tokens", BATCH, side + "time");
      graph.at(side + "embedding");
      String table = graph.matrix("weight", weights.value("embedding.weight"));
      parts.add(graph.lookup(table, graph.transpose(tokens, 1L, 0L)));
    }
    return graph.concat(parts, 2);
  }

  /** The states that an encoder gives the recurrent layers; null for zeros. */
  private @Nullable List<State> initial() {
    SequenceModel encoder = model.encoder();
    if (encoder == null) {
      return null;
    }
    SequenceModelGraph source =
        new SequenceModelGraph(graph, encoder, weights.at("encoder."), side + "source_");
    String row = source.rows();
    return encoder.output().eachStep() ? source.states : cut(row);
  }

  /** Cuts a row (B, sum of the states) into the states of the recurrent layers. */
  private List<State> cut(String row) {
    List<State> cuts = new ArrayList<>();
    int from = 0;
    for (Layer layer : model.network()) {
      if (layer instanceof Recurrent recurrent) {
        graph.at(side + "state");
        cuts.add(cut(graph, row, from, recurrent));
        from += recurrent.stateSize();
      }
    }
    return cuts;
  }

  /** One layer's state, [h | c] of each direction, from a column of a row. */
  static State cut(GraphBuilder graph, String row, int from, Recurrent layer) {
    int size = layer.hiddenSize();
    boolean cells = layer.cell().cell(1, 1) instanceof LstmCell;
    List<String> hidden = new ArrayList<>();
    List<String> memory = new ArrayList<>();
    int at = from;
    for (int direction = 0; direction < layer.directions(); direction++) {
      hidden.add(graph.unsqueeze(graph.slice(row, 1, at, at + size), 0));
      at += size;
      if (cells) {
        memory.add(graph.unsqueeze(graph.slice(row, 1, at, at + size), 0));
        at += size;
      }
    }
    return new State(graph.concat(hidden, 0), cells ? graph.concat(memory, 0) : null);
  }

  private String predictions(String x, boolean lossy) {
    Loss loss = model.loss();
    graph.at("output");
    if (loss instanceof BinaryCrossEntropy) {
      return graph.node("Sigmoid", List.of(x));
    }
    if (loss instanceof SoftmaxCrossEntropy) {
      return graph.node("Softmax", List.of(x), "axis", -1);
    }
    boolean plain =
        loss instanceof SquaredError || loss instanceof AbsoluteError || loss instanceof Huber;
    if (!plain && !lossy) {
      throw new InexpressibleModelException(
          String.format(
              Locale.ROOT,
              "the loss %s may change outputs in a way that ONNX cannot hold: with --lossy the file"
                  + " has the outputs before it",
              loss.getClass().getName()));
    }
    return x;
  }
}
