package dev.recurrent.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.Dense;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelSummaryTest {
  private static final int HIDDEN = 50;

  private static ModelSummary.Layer lstm(String name, int inputSize) {
    int size = RecurrentConfig.of(CellType.LSTM, inputSize, HIDDEN, 1).layout().size();
    return new ModelSummary.Layer(name, "LSTM", "(T, B, 50)", size);
  }

  private static List<ModelSummary.Layer> layers() {
    return List.of(
        lstm("lstm", 1),
        lstm("lstm_1", HIDDEN),
        new ModelSummary.Layer("dense", "Dense", "(B, 1)", Dense.layout(HIDDEN, 1).size()));
  }

  private static String lineOf(String name) {
    return ModelSummary.table("forecast", layers())
        .lines()
        .filter(line -> line.startsWith(" " + name + " "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void countsAreKerass() {
    assertTrue(lineOf("lstm").endsWith(" 10,400"));
    assertTrue(lineOf("lstm_1").endsWith(" 20,200"));
    assertTrue(lineOf("dense").endsWith(" 51"));
    assertEquals(30_651, ModelSummary.parameters(layers()));
  }

  @Test
  void tableHasTitleLinesAndTotal() {
    List<String> lines = ModelSummary.table("forecast", layers()).lines().toList();
    assertEquals(9, lines.size());
    assertEquals("Model: forecast", lines.get(0));
    assertEquals(" Total params: 30,651 (0.12 MB as float32)", lines.get(8));
    int width = lines.get(1).length();
    assertTrue(lines.subList(2, 8).stream().allMatch(line -> line.length() <= width));
  }
}
