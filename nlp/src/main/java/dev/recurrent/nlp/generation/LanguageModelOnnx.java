package dev.recurrent.nlp.generation;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.interop.onnx.GraphBuilder;
import dev.recurrent.interop.onnx.RecurrentGraph;
import dev.recurrent.interop.onnx.StackStates;
import dev.recurrent.interop.onnx.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes language models as two ONNX graphs.
 *
 * <ul>
 *   <li>{@code model.onnx} reads whole texts: {@code tokens} (B,T) and {@code lengths} (B) to
 *       {@code logits} (B,T,V) of the token after each, {@code state_h} (layers,B,H) after each
 *       text, and {@code state_c} of an LSTM.
 *   <li>{@code step.onnx} reads one token of each text: {@code tokens} (B) and the states to {@code
 *       logits} (B,V), {@code next_state_h} and {@code next_state_c}.
 * </ul>
 */
public final class LanguageModelOnnx implements ModelExporter {
  @Override
  public String format() {
    return "onnx";
  }

  @Override
  public String kind() {
    return LanguageModel.KIND;
  }

  @Override
  public Set<String> names() {
    return Set.of("model.onnx", "step.onnx");
  }

  @Override
  public Map<String, byte[]> files(ModelDirectory directory, boolean lossy) {
    LanguageModel model =
        new LanguageModel(directory.config(LanguageModel.KIND, LanguageModelConfig.class));
    Weights weights = Weights.of(model.layout(), directory.parameters(model::layout));
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("model.onnx", new Graph(model.config(), weights).sequences());
    files.put("step.onnx", new Graph(model.config(), weights).step());
    return files;
  }

  /** One of the two graphs. */
  private static final class Graph {
    private final GraphBuilder graph = new GraphBuilder();
    private final LanguageModelConfig config;
    private final Weights weights;
    private final StackStates states;
    private final String table;

    Graph(LanguageModelConfig config, Weights weights) {
      this.config = config;
      this.weights = weights;
      states = new StackStates(graph, config.recurrent());
      table =
          graph.at("embedding").matrix("weight", weights.value(LanguageModel.EMBEDDING + "weight"));
    }

    private RecurrentGraph layers(@Nullable String lengths) {
      Weights own = weights.at(LanguageModel.RECURRENT);
      return new RecurrentGraph(graph, config.recurrent(), own, lengths);
    }

    private String logits(String rows) {
      graph.at("output");
      Weights own = weights.at(LanguageModel.OUTPUT);
      return config.tied()
          ? graph.dense(rows, graph.transpose(table, 1L, 0L), own.value("bias"))
          : graph.dense(rows, own);
    }

    byte[] sequences() {
      String tokens = graph.integerInput("tokens", "batch", "time");
      String lengths = graph.integerInput("lengths", "batch");
      String x = graph.lookup(table, graph.transpose(tokens, 1L, 0L));
      RecurrentGraph.Output output = layers(lengths).stack(x, null);
      String logits = logits(graph.transpose(output.rows(), 1L, 0L, 2L));
      graph.output("logits", logits, "batch", "time", config.vocabularySize());
      states.outputs(output.states(), "");
      return graph.file(Map.of());
    }

    byte[] step() {
      String tokens = graph.integerInput("tokens", "batch");
      String x = graph.unsqueeze(graph.lookup(table, tokens), 0);
      RecurrentGraph.Output output = layers(null).stack(x, states.inputs());
      String logits = logits(graph.squeeze(output.rows(), 0));
      graph.output("logits", logits, "batch", config.vocabularySize());
      states.outputs(output.states(), "next_");
      return graph.file(Map.of());
    }
  }
}
