package dev.recurrent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class HeatMapTest {

  private static HeatMap square(int side, double value) {
    List<String> labels = IntStream.range(0, side).mapToObj(i -> "token " + i).toList();
    List<Double> row = Collections.nCopies(side, value);
    return new HeatMap("attention", labels, labels, Collections.nCopies(side, row));
  }

  private static Element drawing(HeatMap map) throws Exception {
    return Drawings.in(map.html()).get(0);
  }

  @Test
  void shadesCellsAndCrossesOutMissingValues() throws Exception {
    HeatMap map =
        new HeatMap(
            "m",
            List.of("the", "\n"),
            List.of("cat", " ", "sat"),
            List.of(List.of(0.0, 0.5, 7.0), List.of(Double.NaN, -1.0, 0.01)));
    Element drawing = drawing(map);
    assertEquals(3, Drawings.paths(drawing, "cell").size(), "three shades");
    assertEquals(2, Drawings.paths(drawing, "axis").get(0).chars().filter(c -> c == 'l').count());
    assertTrue(Drawings.texts(drawing).containsAll(List.of("the", "↵", "cat", "␣", "sat", "7.00")));
    assertTrue(map.html().contains("<td class=\"number\">–</td><td class=\"number\">-1.000</td>"));
  }

  @Test
  void staysInsideItsFrameWithFewAndManyCells() throws Exception {
    for (int side : List.of(1, 2, 30, HeatMap.LONGEST_SIDE)) {
      double width = Double.parseDouble(drawing(square(side, 1)).getAttribute("width"));
      double cells =
          Double.parseDouble(drawing(square(side, 1)).getAttribute("data-left"))
              + side * Double.parseDouble(drawing(square(side, 1)).getAttribute("data-cell"));
      assertTrue(width <= 900 && cells <= width, side + " cells: " + cells + " of " + width);
    }
  }

  @Test
  void smallCellsHaveNoNumbers() throws Exception {
    assertTrue(Drawings.texts(drawing(square(3, 0.4))).contains("0.40"));
    assertFalse(Drawings.texts(drawing(square(60, 0.4))).contains("0.40"));
  }

  @Test
  void saysSoWithoutCells() {
    assertTrue(new HeatMap("m", List.of(), List.of(), List.of()).html().contains("no data yet"));
  }

  @Test
  void refusesWrongShapes() {
    List<List<Double>> row = List.of(List.of(0.1, 0.2));
    assertThrows(
        IllegalArgumentException.class, () -> new HeatMap("m", List.of("a"), List.of("b"), row));
    assertThrows(
        IllegalArgumentException.class,
        () -> new HeatMap("m", List.of("a", "c"), List.of("b", "d"), row));
    assertThrows(IllegalArgumentException.class, () -> square(HeatMap.LONGEST_SIDE + 1, 0));
  }
}
