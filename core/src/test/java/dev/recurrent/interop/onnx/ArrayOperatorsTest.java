package dev.recurrent.interop.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.interop.ImportSettings;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.testing.Numbers;
import dev.recurrent.train.SequenceModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrayOperatorsTest {
  private static final int D = 3;
  private static final int H = 2;

  /** An LSTM whose arrays have PyTorch's order of gates, which the graph changes. */
  private static byte[] file(float[] parameters, boolean splits) {
    GraphBuilder graph = new GraphBuilder();
    String x = graph.transpose(graph.floatInput("x", "batch", "time", D), 1L, 0L, 2L);
    float[] w = java.util.Arrays.copyOf(parameters, 4 * H * D);
    float[] r = java.util.Arrays.copyOfRange(parameters, 4 * H * D, 4 * H * (D + H));
    float[] b = java.util.Arrays.copyOfRange(parameters, 4 * H * (D + H), 4 * H * (D + H + 1));
    String zeros = graph.floats("zeros", new float[4 * H], 4 * H);
    List<String> read =
        List.of(
            x,
            graph.unsqueeze(ordered(graph, graph.floats("w", w, 4 * H, D), splits), 0),
            graph.unsqueeze(ordered(graph, graph.floats("r", r, 4 * H, H), splits), 0),
            graph.unsqueeze(
                graph.concat(
                    List.of(ordered(graph, graph.floats("b", b, 4 * H), splits), zeros), 0),
                0));
    String y = graph.nodes("LSTM", 3, read, "hidden_size", H).get(0);
    graph.output("y", graph.squeeze(y, 1), "time", "batch", H);
    return graph.file(Map.of());
  }

  private static String ordered(GraphBuilder graph, String array, boolean splits) {
    List<String> gates =
        splits
            ? graph.nodes("Split", 4, List.of(array), "axis", 0)
            : List.of(
                graph.slice(array, 0, 0, H),
                graph.slice(array, 0, H, 2 * H),
                graph.slice(array, 0, 2 * H, -H),
                graph.slice(array, 0, -H, Long.MAX_VALUE));
    return graph.concat(List.of(gates.get(0), gates.get(3), gates.get(1), gates.get(2)), 0);
  }

  @Test
  void gatesThatTheGraphPutsInOrderAreRead() {
    SequenceModel model = SequenceModel.input(D).recurrent(CellType.LSTM, H);
    float[] parameters = Numbers.uniform(model.layout().size(), 1, 4);
    for (boolean splits : List.of(true, false)) {
      SequencePredictor read =
          new OnnxImporter().read(file(parameters, splits), "f", ImportSettings.defaults());
      assertEquals(model, read.model());
      assertArrayEquals(parameters, read.parameters());
    }
  }

  @Test
  void columnsAreMovedToo() {
    SequenceModel model = SequenceModel.input(2).dense(3);
    float[] parameters = {1, 4, 2, 5, 3, 6, 0, 0, 0};
    GraphBuilder graph = new GraphBuilder();
    String x = graph.floatInput("x", "batch", "time", 2);
    String last = graph.floats("last", new float[] {9, 3, 9, 6}, 2, 2);
    String first = graph.floats("first", new float[] {1, 2, 4, 5}, 2, 2);
    String weight = graph.concat(List.of(first, graph.slice(last, 1, 1, 2)), 1);
    graph.output("y", graph.node("MatMul", List.of(x, weight)), "batch", "time", 3);
    SequencePredictor read =
        new OnnxImporter().read(graph.file(Map.of()), "f", ImportSettings.defaults());
    assertEquals(model, read.model());
    assertArrayEquals(parameters, read.parameters());
  }
}
