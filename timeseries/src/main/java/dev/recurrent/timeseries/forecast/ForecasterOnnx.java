package dev.recurrent.timeseries.forecast;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.interop.onnx.GraphBuilder;
import dev.recurrent.interop.onnx.RecurrentGraph;
import dev.recurrent.interop.onnx.StackStates;
import dev.recurrent.interop.onnx.Weights;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes forecasting networks as ONNX graphs. All values are scaled as a window's are, and outputs
 * are distances from its base: {@link WindowCutter} says how.
 *
 * <ul>
 *   <li>{@code model.onnx}: {@code context} (B,C,D), and {@code known} (B,N,K) with a decoder, to
 *       {@code outputs} (B,N,P), the head's parameters of each value; of a quantile head {@code
 *       quantiles} (B,N,9), in ascending order.
 *   <li>The same of a network over segments, which reads {@code known} where it has more than a
 *       constant base, and {@code series} (B), the 64-bit row of each series in the embedding,
 *       where it has one.
 *   <li>Of a network that reads its own values, {@code encoder.onnx}: {@code context} to {@code
 *       state_h} (layers,B,H) and {@code state_c} of an LSTM; and {@code step.onnx}: {@code known}
 *       (B,K) and the states to {@code outputs} (B,P) and the next states.
 *   <li>{@code intervals.json} where the model has one: offsets to add to the quantiles, in the
 *       scale of the window, and whether values below 0 become 0. {@link Intervals} says how.
 * </ul>
 */
public final class ForecasterOnnx implements ModelExporter {
  static final String BATCH = "batch";

  @Override
  public String format() {
    return "onnx";
  }

  @Override
  public String kind() {
    return ForecastModel.KIND;
  }

  @Override
  public Set<String> names() {
    return Set.of("model.onnx", "encoder.onnx", "step.onnx", Intervals.FILE);
  }

  @Override
  public Map<String, byte[]> files(ModelDirectory directory, boolean lossy) {
    ForecastModel model =
        new ForecastModel(directory.config(ForecastModel.KIND, ForecastConfig.class));
    requireNumbers(model.config());
    Weights weights = Weights.of(model.layout(), directory.parameters(model::layout));
    Map<String, byte[]> files = new LinkedHashMap<>();
    if (model.config().window().feedback()) {
      files.put("encoder.onnx", new Graph(model.config(), weights).encoder());
      files.put("step.onnx", new Graph(model.config(), weights).step());
    } else {
      files.put(
          "model.onnx",
          model.config().segmentLength() == null
              ? new Graph(model.config(), weights).windows()
              : new SegmentGraph(model.config(), weights).file());
    }
    if (directory.has(Intervals.FILE)) {
      files.put(Intervals.FILE, directory.file(Intervals.FILE));
    }
    return files;
  }

  /** The graphs read numbers, and the series' row of a network over segments. */
  private static void requireNumbers(ForecastConfig config) {
    WindowConfig window = config.window();
    int read = config.segmentLength() != null && !window.series().isEmpty() ? 1 : 0;
    List<String> others = window.categories().stream().skip(read).map(Category::name).toList();
    if (!others.isEmpty()) {
      throw new InexpressibleModelException(
          "the network has vectors of categories ("
              + String.join(", ", others)
              + "), which its ONNX graph cannot read; use serve or the library");
    }
  }

  /** Quantiles learned apart may cross: sorted, they cannot. */
  static void writeOutputs(GraphBuilder graph, Head head, String rows, Object horizon) {
    int width = head.parameters();
    if (head != Distribution.QUANTILE) {
      graph.output("outputs", rows, BATCH, horizon, width);
      return;
    }
    List<String> read = List.of(rows, graph.integers(width));
    String sorted = graph.nodes("TopK", 2, read, "axis", -1, "largest", 0, "sorted", 1).get(0);
    graph.output("quantiles", sorted, BATCH, horizon, width);
  }

  /** One of the graphs. */
  private static final class Graph {
    private static final String HORIZON = "horizon";

    private final GraphBuilder graph = new GraphBuilder();
    private final ForecastConfig config;
    private final Weights weights;

    Graph(ForecastConfig config, Weights weights) {
      this.config = config;
      this.weights = weights;
    }

    private RecurrentGraph.Output read() {
      RecurrentConfig sizes = config.encoder();
      String context = graph.floatInput("context", BATCH, "time", sizes.inputSize());
      String x = graph.at("input").transpose(context, 1L, 0L, 2L);
      return new RecurrentGraph(graph, sizes, weights.at(ForecastModel.ENCODER), null)
          .stack(x, null);
    }

    private RecurrentGraph walker() {
      Weights own = weights.at(ForecastModel.DECODER);
      return new RecurrentGraph(graph, config.decoderSizes(), own, null);
    }

    private String outputs(String rows) {
      return graph.at("output").dense(rows, weights.at(ForecastModel.OUTPUT));
    }

    byte[] windows() {
      RecurrentGraph.Output encoded = read();
      int width = config.distribution().parameters();
      int horizon = config.window().horizon();
      if (!config.decoder()) {
        String last = encoded.states().get(config.layers() - 1).hidden();
        String all = outputs(graph.squeeze(last, 0));
        String shape = graph.integers(0, horizon, width);
        write(graph.node("Reshape", List.of(all, shape)), horizon);
        return graph.file(Map.of());
      }
      int inputs = config.decoderSizes().inputSize();
      String known = graph.floatInput("known", BATCH, HORIZON, inputs);
      String x = graph.at("known").transpose(known, 1L, 0L, 2L);
      String rows = outputs(walker().stack(x, encoded.states()).rows());
      write(graph.transpose(rows, 1L, 0L, 2L), HORIZON);
      return graph.file(Map.of());
    }

    private void write(String rows, Object horizon) {
      writeOutputs(graph, config.distribution(), rows, horizon);
    }

    byte[] encoder() {
      new StackStates(graph, config.encoder()).outputs(read().states(), "");
      return graph.file(Map.of());
    }

    byte[] step() {
      RecurrentConfig sizes = config.decoderSizes();
      String known = graph.floatInput("known", BATCH, sizes.inputSize());
      StackStates states = new StackStates(graph, sizes);
      RecurrentGraph.Output output = walker().stack(graph.unsqueeze(known, 0), states.inputs());
      String rows = outputs(graph.squeeze(output.rows(), 0));
      graph.output("outputs", rows, BATCH, config.distribution().parameters());
      states.outputs(output.states(), "next_");
      return graph.file(Map.of());
    }
  }
}
