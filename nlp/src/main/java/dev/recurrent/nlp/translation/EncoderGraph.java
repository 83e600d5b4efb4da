package dev.recurrent.nlp.translation;

import dev.recurrent.interop.onnx.GraphBuilder;
import dev.recurrent.interop.onnx.RecurrentGraph;
import dev.recurrent.interop.onnx.RecurrentGraph.State;
import dev.recurrent.interop.onnx.StackStates;
import dev.recurrent.interop.onnx.Weights;
import dev.recurrent.math.Matrix;
import dev.recurrent.nn.attention.Attention;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A translator's encoder, bridge and attention keys as a graph. */
final class EncoderGraph {
  private static final String BATCH = "batch";
  private static final String TIME = "source_time";

  private final GraphBuilder graph = new GraphBuilder();
  private final TranslatorConfig config;
  private final Weights weights;

  EncoderGraph(TranslatorConfig config, Weights weights) {
    this.config = config;
    this.weights = weights;
  }

  byte[] file() {
    String tokens = graph.integerInput("source_tokens", BATCH, TIME);
    String lengths = graph.integerInput(TranslatorOnnx.LENGTHS, BATCH);
    Matrix embedding = weights.value(Translator.sourceEmbedding(config) + "weight");
    String table = graph.at("embedding").matrix("weight", embedding);
    String x = graph.lookup(table, graph.transpose(tokens, 1L, 0L));
    Weights own = weights.at(Translator.ENCODER);
    RecurrentGraph.Output output =
        new RecurrentGraph(graph, config.encoder(), own, lengths).stack(x, null);
    List<State> states = new ArrayList<>();
    for (int level = 0; level < config.layers(); level++) {
      states.add(bridge(level, output.states().get(level)));
    }
    new StackStates(graph, config.decoder().layers()).outputs(states, "");
    if (config.attention() != Attention.Kind.NONE) {
      memory(output.rows());
    }
    if (config.inputFeeding()) {
      fed(output.rows());
    }
    return graph.file(Map.of());
  }

  /** The decoder's first state of a level: the tanh of a dense layer of [h | c] of directions. */
  private State bridge(int level, State last) {
    graph.at("bridge_l" + level);
    List<String> parts = new ArrayList<>();
    for (int direction = 0; direction < config.encoder().directions(); direction++) {
      parts.add(half(last.hidden(), direction));
      if (last.cells() != null) {
        parts.add(half(last.cells(), direction));
      }
    }
    String dense = graph.dense(graph.concat(parts, 1), weights.at(Translator.bridge(level)));
    String row = graph.unsqueeze(graph.node("Tanh", List.of(dense)), 0);
    int h = config.hiddenSize();
    return last.cells() == null
        ? new State(row, null)
        : new State(graph.slice(row, 2, 0, h), graph.slice(row, 2, h, 2L * h));
  }

  private String half(String states, int direction) {
    return graph.squeeze(graph.slice(states, 0, direction, direction + 1L), 0);
  }

  private void memory(String rows) {
    int h = config.hiddenSize();
    String memory = graph.at("attention").transpose(rows, 1L, 0L, 2L);
    graph.output(TranslatorOnnx.MEMORY, memory, BATCH, TIME, h);
    if (config.attention() != Attention.Kind.DOT) {
      float[] key = weights.value(Translator.DECODER + "attention.key.weight").toArray();
      if (config.attention() == Attention.Kind.GENERAL) {
        float root = (float) (1 / Math.sqrt(h));
        for (int i = 0; i < key.length; i++) {
          key[i] *= root;
        }
      }
      String weight = graph.transposed("key", Matrix.view(key, 0, h, h));
      String keys = graph.node("MatMul", List.of(memory, weight));
      graph.output(TranslatorOnnx.KEYS, keys, BATCH, TIME, h);
    }
  }

  /** Zeros, which the first step reads instead of what a step before it gave. */
  private void fed(String rows) {
    int e = config.embeddingSize();
    String sizes = graph.at("fed").node("Shape", List.of(rows));
    String batch = graph.slice(sizes, 0, 1, 2);
    String shape = graph.concat(List.of(batch, graph.integers(e)), 0);
    String zero = graph.floats("zero", new float[1], 1);
    graph.output(TranslatorOnnx.FED, graph.node("Expand", List.of(zero, shape)), BATCH, e);
  }
}
