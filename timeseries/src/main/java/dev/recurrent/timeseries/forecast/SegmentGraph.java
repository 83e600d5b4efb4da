package dev.recurrent.timeseries.forecast;

import dev.recurrent.interop.onnx.GraphBuilder;
import dev.recurrent.interop.onnx.RecurrentGraph;
import dev.recurrent.interop.onnx.Weights;
import dev.recurrent.math.Matrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The graph of a network over segments: {@link SegmentPass} says what it computes. */
final class SegmentGraph {
  private final GraphBuilder graph = new GraphBuilder();
  private final ForecastConfig config;
  private final SegmentLayout sizes;
  private final Weights weights;

  SegmentGraph(ForecastConfig config, Weights weights) {
    this.config = config;
    sizes = SegmentLayout.of(config);
    this.weights = weights;
  }

  byte[] file() {
    RecurrentGraph layers =
        new RecurrentGraph(graph, config.encoder(), weights.at(ForecastModel.ENCODER), null);
    List<RecurrentGraph.State> last = layers.stack(context(), null).states();
    String byBatch = inputs(last.get(0).hidden());
    String shape = graph.integers(1, -1, config.hiddenSize());
    String x = graph.node("Reshape", List.of(byBatch, shape));
    String rows = layers.stack(x, last.stream().map(this::repeated).toList()).rows();
    String values = graph.at("output").dense(rows, weights.at(ForecastModel.OUTPUT));
    write(values);
    return graph.file(Map.of());
  }

  /** The context's segments, projected: (M,B,H). */
  private String context() {
    WindowConfig window = config.window();
    String steps =
        graph.floatInput(
            "context", ForecasterOnnx.BATCH, window.contextLength(), window.encoderInputs());
    int padding = sizes.contextSegments() * sizes.length() - window.contextLength();
    graph.at("segment");
    String rows = segments(steps, padding, 0, sizes.contextSegments(), sizes.contextColumns());
    String projected = graph.dense(rows, weights.at(SegmentLayout.SEGMENT));
    return graph.node("Relu", List.of(projected));
  }

  /** (B,T,D) as (segments,B,w*D), with zeros before and behind. */
  private String segments(String steps, int before, int behind, int count, int columns) {
    String padded = steps;
    if (before + behind > 0) {
      String pads = graph.integers(0, before, 0, 0, behind, 0);
      padded = graph.node("Pad", List.of(steps, pads));
    }
    String rows = graph.node("Reshape", List.of(padded, graph.integers(0, count, columns)));
    return graph.transpose(rows, 1L, 0L, 2L);
  }

  /** What is read of each segment of the horizon, (K,B,H). */
  private String inputs(String hidden) {
    graph.at("position");
    String all = graph.node("Shape", List.of(hidden));
    String batch = graph.slice(all, 0, 1, 2);
    String shape = graph.concat(List.of(graph.integers(1), batch, graph.integers(1)), 0);
    String positions = padded("position", SegmentLayout.POSITION, 0);
    String places = graph.unsqueeze(positions, 1);
    String x = graph.node("Expand", List.of(places, shape));
    if (sizes.embedsSeries()) {
      String series = graph.integerInput("series", ForecasterOnnx.BATCH);
      String table = padded("series", SegmentLayout.SERIES, sizes.positionSize());
      x = graph.node("Add", List.of(x, graph.lookup(table, series)));
    }
    return sizes.readsKnown() ? graph.node("Add", List.of(x, known())) : x;
  }

  /** An embedding whose columns begin at one of H, with zeros in the others. */
  private String padded(String name, String prefix, int from) {
    Matrix weight = weights.at(prefix).value("weight");
    Matrix all = Matrix.zeros(weight.rows, config.hiddenSize());
    all.columns(from, weight.columns).copyFrom(weight);
    return graph.matrix(name, all);
  }

  /** What is known of the horizon, projected: (K,B,H). */
  private String known() {
    WindowConfig window = config.window();
    String steps =
        graph.floatInput("known", ForecasterOnnx.BATCH, window.horizon(), window.decoderInputs());
    int behind = sizes.horizonSegments() * sizes.length() - window.horizon();
    graph.at("known");
    String rows = segments(steps, 0, behind, sizes.horizonSegments(), sizes.knownColumns());
    return graph.dense(rows, weights.at(SegmentLayout.KNOWN));
  }

  private RecurrentGraph.State repeated(RecurrentGraph.State state) {
    return new RecurrentGraph.State(
        copies(state.hidden()), state.cells() == null ? null : copies(state.cells()));
  }

  private String copies(String state) {
    return graph.concat(new ArrayList<>(Collections.nCopies(sizes.horizonSegments(), state)), 1);
  }

  /** (1, K*B, w*P) as (B,N,P). */
  private void write(String values) {
    int width = config.distribution().parameters();
    int horizon = config.window().horizon();
    int segments = sizes.horizonSegments();
    String bySegment =
        graph.node("Reshape", List.of(values, graph.integers(segments, -1, config.outputs())));
    String byWindow = graph.transpose(bySegment, 1L, 0L, 2L);
    String steps =
        graph.node(
            "Reshape",
            List.of(byWindow, graph.integers(0, (long) segments * sizes.length(), width)));
    ForecasterOnnx.writeOutputs(
        graph, config.distribution(), graph.slice(steps, 1, 0, horizon), horizon);
  }
}
