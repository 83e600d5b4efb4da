package dev.recurrent.nlp.translation;

import dev.recurrent.interop.onnx.GraphBuilder;
import dev.recurrent.interop.onnx.PoolingGraph;
import dev.recurrent.interop.onnx.RecurrentGraph;
import dev.recurrent.interop.onnx.StackStates;
import dev.recurrent.interop.onnx.Weights;
import dev.recurrent.nn.attention.Attention;
import dev.recurrent.nn.attention.AttentionDecoderConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step of a translator's decoder as a graph. */
final class DecoderGraph {
  private static final String BATCH = "batch";
  private static final String TIME = "source_time";

  private final GraphBuilder graph = new GraphBuilder();
  private final TranslatorConfig config;
  private final AttentionDecoderConfig sizes;
  private final Weights weights;
  private final Weights own;

  /** Weights of the source's steps, (B,S); null without attention. */
  private @Nullable String shares;

  DecoderGraph(TranslatorConfig config, Weights weights) {
    this.config = config;
    this.weights = weights;
    sizes = config.decoder();
    own = weights.at(Translator.DECODER);
  }

  byte[] file() {
    String tokens = graph.integerInput("tokens", BATCH);
    String table =
        graph.at("embedding").matrix("weight", weights.value(Translator.TARGET + "weight"));
    String x = graph.lookup(table, tokens);
    if (config.inputFeeding()) {
      String fed = graph.floatInput(TranslatorOnnx.FED, BATCH, config.embeddingSize());
      x = graph.concat(List.of(x, fed), 1);
    }
    StackStates states = new StackStates(graph, sizes.layers());
    RecurrentGraph.Output output =
        new RecurrentGraph(graph, sizes.layers(), own, null)
            .stack(graph.unsqueeze(x, 0), states.inputs());
    String h = graph.squeeze(output.rows(), 0);
    String combined = config.attention() == Attention.Kind.NONE ? h : attended(h);
    graph.at("combine");
    String row = graph.node("Tanh", List.of(graph.dense(combined, own.at("combine."))));
    graph.output("logits", logits(row, table), BATCH, config.vocabulary().target());
    states.outputs(output.states(), "next_");
    if (config.inputFeeding()) {
      graph.output("next_" + TranslatorOnnx.FED, row, BATCH, config.embeddingSize());
    }
    if (shares != null) {
      graph.output("attention", shares, BATCH, TIME);
    }
    return graph.file(Map.of());
  }

  private String logits(String row, String table) {
    graph.at("output");
    Weights output = weights.at(Translator.OUTPUT);
    return config.vocabulary().tied()
        ? graph.dense(row, graph.transpose(table, 1L, 0L), output.value("bias"))
        : graph.dense(row, output);
  }

  /** [context | h]. */
  private String attended(String h) {
    int size = config.hiddenSize();
    String lengths = graph.integerInput(TranslatorOnnx.LENGTHS, BATCH);
    String memory = graph.floatInput(TranslatorOnnx.MEMORY, BATCH, TIME, size);
    String keys =
        config.attention() == Attention.Kind.DOT
            ? memory
            : graph.floatInput(TranslatorOnnx.KEYS, BATCH, TIME, size);
    graph.at("attention");
    PoolingGraph.Attended attended =
        PoolingGraph.of(graph, memory, lengths, size).attend(scores(h, keys));
    shares = graph.squeeze(attended.shares(), 2);
    return graph.concat(List.of(attended.mean(), h), 1);
  }

  /** (B,S,1). */
  private String scores(String h, String keys) {
    if (config.attention() != Attention.Kind.BAHDANAU) {
      return graph.node("MatMul", List.of(keys, graph.unsqueeze(h, 2)));
    }
    Weights attention = own.at("attention.");
    String query = graph.transposed("query", attention.value("query.weight"));
    String projected = graph.unsqueeze(graph.node("MatMul", List.of(h, query)), 1);
    String pairs = graph.node("Tanh", List.of(graph.node("Add", List.of(keys, projected))));
    String energy = graph.transposed("energy", attention.value("energy.weight"));
    return graph.node("MatMul", List.of(pairs, energy));
  }
}
