package dev.recurrent.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One network to time. With classes: tokens, embedding, cross entropy on every step; without:
 * {@code input} numbers a step and the squared error of one value after the last.
 *
 * @param steps T
 * @param batch B
 * @param input D
 * @param hidden H
 * @param classes V, or 0
 * @param stepwise inference of one sequence, one step at a time, instead of training
 */
record CellTask(
    CellType cell,
    int steps,
    int batch,
    int input,
    int hidden,
    int layers,
    int classes,
    boolean stepwise) {
  private static final List<CellType> CELLS = List.of(CellType.RNN, CellType.LSTM, CellType.GRU);
  private static final int[][] SHAPES = {
    {100, 32, 1, 50, 2, 0},
    {100, 64, 128, 128, 1, 0},
    {20, 64, 100, 128, 1, 0},
    {64, 64, 64, 256, 2, 65},
    {50, 50, 128, 512, 2, 65},
    {35, 20, 650, 650, 2, 10_000}
  };
  private static final int[] STEPWISE = {50, 128, 512};

  /** The sizes that users of such networks run: Keras's example, small, medium, large, words. */
  static List<CellTask> standard() {
    List<CellTask> tasks = new java.util.ArrayList<>();
    for (CellType cell : CELLS) {
      for (int[] s : SHAPES) {
        tasks.add(new CellTask(cell, s[0], s[1], s[2], s[3], s[4], s[5], false));
      }
      for (int hidden : STEPWISE) {
        tasks.add(new CellTask(cell, 1, 1, hidden, hidden, 1, 0, true));
      }
    }
    return tasks;
  }

  /** What {@link #message} says. */
  static CellTask of(JsonNode message) {
    return new CellTask(
        CellType.valueOf(message.path("cell").asText().toUpperCase(Locale.ROOT)),
        message.path("steps").asInt(),
        message.path("batch").asInt(),
        message.path("input").asInt(),
        message.path("hidden").asInt(),
        message.path("layers").asInt(),
        message.path("classes").asInt(),
        message.path("mode").asText().equals("step"));
  }

  RecurrentConfig recurrent() {
    return RecurrentConfig.of(cell, input, hidden, layers);
  }

  /** Time steps of all sequences in one run: what "targets" counts. */
  int targets() {
    return steps * batch;
  }

  /** Multiplications and additions of the products of one run; training has three of each. */
  double flops() {
    double each = 0;
    for (int layer = 0; layer < layers; layer++) {
      Cell one = recurrent().cellOf(layer);
      each += one.gateSize() * (double) (one.inputSize() + hidden);
    }
    each += (double) hidden * classes;
    return 2 * each * targets() * (stepwise ? 1 : 3);
  }

  /** As peers read it. */
  Map<String, Object> message() {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("cell", cell.label());
    message.put("steps", steps);
    message.put("batch", batch);
    message.put("input", input);
    message.put("hidden", hidden);
    message.put("layers", layers);
    message.put("classes", classes);
    message.put("mode", stepwise ? "step" : "train");
    return message;
  }

  /** "lstm 100,32,1,50,2" or "lstm 50 step". */
  String label() {
    return stepwise
        ? cell.label() + " " + hidden + " step"
        : cell.label()
            + " "
            + steps
            + ","
            + batch
            + ","
            + input
            + ","
            + hidden
            + ","
            + layers
            + (classes == 0 ? "" : "," + classes);
  }
}
