package dev.recurrent.interop.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.testing.Numbers;
import dev.recurrent.train.SequenceModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows that a graph takes apart, flattens and puts together again. */
class ReshapedRowsTest {
  private static final SequenceModel GRU =
      SequenceModel.input(3).recurrent(CellType.GRU_RESET_BEFORE, 2).bidirectional();

  private final GraphBuilder graph = new GraphBuilder();

  /** Y of a bidirectional layer, (T,2,B,H). */
  private String outputs() {
    String x = graph.transpose(graph.floatInput("x", "batch", 5, 3), 1L, 0L, 2L);
    String w = graph.floats("w", Numbers.uniform(2 * 6 * 3, 1, 1), 2, 6, 3);
    String r = graph.floats("r", Numbers.uniform(2 * 6 * 2, 1, 2), 2, 6, 2);
    return graph
        .nodes("GRU", 2, List.of(x, w, r), "hidden_size", 2, "direction", "bidirectional")
        .get(0);
  }

  private SequencePredictor read(String y) {
    graph.output("y", y, "batch", "time", "columns");
    return new OnnxImporter().read(graph.file(Map.of()), "f", ImportSettings.defaults());
  }

  private String direction(String y, int i) {
    String one = graph.squeeze(graph.slice(y, 1, i, i + 1L), 1);
    return graph.transpose(one, 1L, 0L, 2L);
  }

  @Test
  void directionsThatAreTakenApartAndPutSideBySideAreOneLayer() {
    String y = outputs();
    assertEquals(GRU, read(graph.concat(List.of(direction(y, 0), direction(y, 1)), 2)).model());
  }

  @Test
  void directionsMayBeSplitAndGathered() {
    String y = outputs();
    String forward = graph.squeeze(graph.nodes("Split", 2, List.of(y), "axis", 1).get(0), 1);
    String reverse = graph.node("Gather", List.of(y, graph.integer(-1)), "axis", 1);
    assertEquals(GRU, read(graph.concat(List.of(forward, reverse), -1)).model());
  }

  @Test
  void directionsInTheOtherOrderAreRefused() {
    String y = outputs();
    String turned = graph.concat(List.of(direction(y, 1), direction(y, 0)), 2);
    assertThrows(UnusableModelException.class, () -> read(turned));
  }

  @Test
  void oneDirectionOfTwoIsRefused() {
    String one = direction(outputs(), 0);
    assertThrows(UnusableModelException.class, () -> read(one));
  }

  @Test
  void directionsThatAreSplitUnequallyAreRefused() {
    String sizes = graph.integers(2, 0);
    List<String> parts = graph.nodes("Split", 2, List.of(outputs(), sizes), "axis", 1);
    String both = graph.concat(List.of(graph.squeeze(parts.get(0), 1), parts.get(1)), 2);
    assertThrows(UnusableModelException.class, () -> read(both));
  }

  private String dense(String rows) {
    String weight = graph.floats("kernel", new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
    return graph.node("MatMul", List.of(rows, weight));
  }

  @Test
  void aDenseLayerOnFlattenedStepsIsOneOnEachStep() {
    String x = graph.floatInput("x", "batch", 5, 3);
    String flat = graph.node("Reshape", List.of(x, graph.integers(-1, 3)));
    String back = graph.node("Reshape", List.of(dense(flat), graph.integers(-1, 5, 2)));
    SequencePredictor read = read(back);
    assertEquals(SequenceModel.input(3).dense(2), read.model());
    assertArrayEquals(new float[] {1, 3, 5, 2, 4, 6, 0, 0}, read.parameters());
  }

  @Test
  void sizesThatTheGraphWorksOutPutThemTogetherAgain() {
    String x = graph.floatInput("x", "batch", "time", 3);
    String sizes = graph.node("Shape", List.of(x));
    String batch = graph.node("Gather", List.of(sizes, graph.integers(0)), "axis", 0);
    String flat = graph.node("Reshape", List.of(x, graph.integers(-1, 3)));
    String shape = graph.concat(List.of(batch, graph.integers(-1), graph.integers(2)), 0);
    assertEquals(
        SequenceModel.input(3).dense(2),
        read(graph.node("Reshape", List.of(dense(flat), shape))).model());
  }

  @Test
  void stepsThatAreCountedOtherwiseThanTheyWereAreRefused() {
    String x = graph.floatInput("x", "batch", 5, 3);
    String flat = graph.node("Reshape", List.of(x, graph.integers(-1, 3)));
    String other = graph.node("Reshape", List.of(dense(flat), graph.integers(-1, 4, 2)));
    assertThrows(UnusableModelException.class, () -> read(other));
  }
}
