package dev.recurrent.nlp.sentiment;

import dev.recurrent.format.Json;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.interop.onnx.GraphBuilder;
import dev.recurrent.interop.onnx.PoolingGraph;
import dev.recurrent.interop.onnx.RecurrentGraph;
import dev.recurrent.interop.onnx.Weights;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes text classifiers as {@code model.onnx}: {@code tokens} (B,T) and {@code lengths} (B) to
 * {@code probabilities} (B, labels). The file's metadata have the labels, in the order of the
 * columns, as JSON under "labels". Under "reads" stands "backward" where the last token comes
 * first.
 */
public final class ClassifierOnnx implements ModelExporter {
  @Override
  public String format() {
    return "onnx";
  }

  @Override
  public String kind() {
    return ClassifierModel.KIND;
  }

  @Override
  public Set<String> names() {
    return Set.of("model.onnx");
  }

  @Override
  public Map<String, byte[]> files(ModelDirectory directory, boolean lossy) {
    WeightedBag.requireNone(directory, lossy);
    ClassifierModel model =
        new ClassifierModel(directory.config(ClassifierModel.KIND, ClassifierConfig.class));
    Weights weights = Weights.of(model.layout(), directory.parameters(model::layout));
    return Map.of("model.onnx", graph(model.config(), weights));
  }

  private static byte[] graph(ClassifierConfig config, Weights weights) {
    GraphBuilder graph = new GraphBuilder();
    String tokens = graph.integerInput("tokens", "batch", "time");
    String lengths = graph.integerInput("lengths", "batch");
    String table =
        graph.at("embedding").matrix("weight", weights.value(ClassifierModel.EMBEDDING + "weight"));
    String x = graph.lookup(table, graph.transpose(tokens, 1L, 0L));
    RecurrentConfig layers = config.recurrent();
    Weights own = weights.at(ClassifierModel.RECURRENT);
    String rows = new RecurrentGraph(graph, layers, own, lengths).stack(x, null).rows();
    graph.at("pooling");
    String pooled =
        PoolingGraph.of(graph, graph.transpose(rows, 1L, 0L, 2L), lengths, layers.outputSize())
            .pool(config.pooling(), layers.directions(), weights.at(ClassifierModel.POOLING));
    if (config.scaling()) {
      Weights scaling = weights.at(ClassifierModel.SCALING);
      pooled = graph.at("scaling").affine(pooled, scaling.value("scale"), scaling.value("shift"));
    }
    String logits = graph.at("output").dense(pooled, weights.at(ClassifierModel.OUTPUT));
    String probabilities = graph.node("Softmax", List.of(logits), "axis", 1);
    graph.output("probabilities", probabilities, "batch", config.labels().size());
    String labels = Json.line(config.labels());
    return graph.file(
        config.form().backward()
            ? Map.of("labels", labels, "reads", "backward")
            : Map.of("labels", labels));
  }
}
