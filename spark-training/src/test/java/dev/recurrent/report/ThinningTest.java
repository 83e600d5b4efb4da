package dev.recurrent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinningTest {

  private static List<Point> wave(int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> new Point(i * 800.0 / size, 100 + Math.sin(i * 0.37) * 50))
        .toList();
  }

  private static List<Point> with(List<Point> line, int index, double height) {
    return IntStream.range(0, line.size())
        .mapToObj(i -> i == index ? new Point(line.get(i).x(), height) : line.get(i))
        .toList();
  }

  @Test
  void keepsShortLinesAsTheyAre() {
    List<Point> line = wave(50);
    assertEquals(List.of(line), Thinning.runs(line, 50));
  }

  @Test
  void keepsTheEndsAndEverySpike() {
    List<Point> line = with(with(wave(20_000), 7_777, 300), 12_345, 1);
    List<List<Point>> runs = Thinning.runs(line, 500);
    assertEquals(1, runs.size());
    List<Point> thinned = runs.get(0);
    assertTrue(thinned.size() <= 500, () -> thinned.size() + " points");
    assertTrue(thinned.contains(line.get(7_777)));
    assertTrue(thinned.contains(line.get(12_345)));
    assertEquals(line.get(0), thinned.get(0));
    assertEquals(line.get(19_999), thinned.get(thinned.size() - 1));
    for (int i = 1; i < thinned.size(); i++) {
      assertTrue(thinned.get(i - 1).x() <= thinned.get(i).x());
    }
  }

  @Test
  void breaksAtPointsThatAreNotFinite() {
    List<Point> line = with(wave(9), 4, Double.NaN);
    assertEquals(List.of(line.subList(0, 4), line.subList(5, 9)), Thinning.runs(line, 100));
  }

  @Test
  void keepsGapsOfThinnedLinesWiderThanAColumn() {
    List<Point> line = wave(10_000);
    List<Point> broken =
        IntStream.range(0, line.size())
            .mapToObj(i -> i / 1_000 == 4 ? new Point(line.get(i).x(), Double.NaN) : line.get(i))
            .toList();
    List<List<Point>> runs = Thinning.runs(broken, 400);
    assertEquals(2, runs.size());
    assertTrue(runs.get(0).get(runs.get(0).size() - 1).x() <= line.get(4_000).x());
    assertTrue(runs.get(1).get(0).x() >= line.get(5_000).x());
  }

  @Test
  void boundsAlternatingGapsAndVerticalLines() {
    List<Point> alternating =
        IntStream.range(0, 50_000)
            .mapToObj(i -> new Point(i, i % 2 == 0 ? i : Double.NaN))
            .toList();
    assertTrue(size(Thinning.runs(alternating, 200)) <= 200);
    List<Point> vertical = IntStream.range(0, 5_000).mapToObj(i -> new Point(3, i)).toList();
    assertEquals(
        List.of(List.of(new Point(3, 0), new Point(3, 4_999))), Thinning.runs(vertical, 200));
    assertEquals(List.of(), Thinning.runs(List.of(new Point(1, Double.NaN)), 200));
  }

  private static int size(List<List<Point>> runs) {
    return runs.stream().mapToInt(List::size).sum();
  }
}
