package dev.recurrent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class LineChartTest {

  private static final Axis STEP = Axis.linear("step");
  private static final Axis LOSS = Axis.linear("loss in bits");

  private static Series series(String name, double... heights) {
    double[] x = IntStream.range(0, heights.length).asDoubleStream().toArray();
    return Series.of(name, x, heights);
  }

  private static Element drawing(LineChart chart) throws Exception {
    return Drawings.parsed(chart.svg());
  }

  private static double[] noise(int size) {
    Random random = new Random(5);
    return IntStream.range(0, size).mapToDouble(i -> 2 + random.nextGaussian()).toArray();
  }

  @Test
  void drawsEachSeriesWithItsOwnColourAndDashes() throws Exception {
    Series[] many =
        IntStream.range(0, 36).mapToObj(i -> series("s" + i, i, i + 1)).toArray(Series[]::new);
    LineChart chart = LineChart.of("many", STEP, LOSS, many);
    Set<String> looks = new HashSet<>();
    var paths = drawing(chart).getElementsByTagName("path");
    for (int i = 0; i < paths.getLength(); i++) {
      Element path = (Element) paths.item(i);
      if (path.getAttribute("class").startsWith("line")) {
        looks.add(path.getAttribute("class") + path.getAttribute("stroke-dasharray"));
      }
    }
    assertEquals(36, looks.size());
    assertEquals(37, Drawings.in(chart.html()).size(), "a legend mark per series and the chart");
  }

  @Test
  void leavesGapsAndShowsLonePointsAsDots() throws Exception {
    Element drawing =
        drawing(LineChart.of("gaps", STEP, LOSS, series("a", 1, 2, Double.NaN, 3, 1 / 0.0, 4, 5)));
    String line = Drawings.paths(drawing, "line s0").get(0);
    assertEquals(2, line.chars().filter(c -> c == 'M').count());
    String dots = Drawings.paths(drawing, "dots s0").get(0);
    assertEquals(1, dots.chars().filter(c -> c == 'M').count());
  }

  @Test
  void showsASinglePointAsADot() throws Exception {
    Element drawing = drawing(LineChart.of("one", STEP, LOSS, series("a", 4)));
    assertEquals(1, Drawings.paths(drawing, "dots s0").size());
    assertEquals(0, Drawings.paths(drawing, "line s0").size());
  }

  @Test
  void saysSoWithoutData() throws Exception {
    Series nothing = series("a", Double.NaN, Double.NEGATIVE_INFINITY, 1e301);
    for (LineChart chart :
        List.of(
            LineChart.of("none", STEP, LOSS),
            LineChart.of("none", STEP, LOSS, series("empty")),
            LineChart.of("none", STEP, LOSS, nothing).withReference("limit", 1),
            LineChart.of("none", STEP, Axis.logarithmic("loss"), series("a", 0, -1)))) {
      assertEquals(List.of("no data yet"), Drawings.texts(drawing(chart)));
    }
  }

  @Test
  void leavesOutWhatALogarithmicAxisCannotShow() throws Exception {
    LineChart chart =
        LineChart.of("log", STEP, Axis.logarithmic("loss"), series("a", 100, 10, 0, 0.1, 0.01))
            .withReference("below", -3);
    Element drawing = drawing(chart);
    String line = Drawings.paths(drawing, "line s0").get(0);
    assertEquals(2, line.chars().filter(c -> c == 'M').count());
    List<Double> heights = Drawings.heights(line);
    assertEquals(heights.get(1) - heights.get(0), heights.get(3) - heights.get(2), 0.11);
    assertEquals(0, Drawings.paths(drawing, "reference").size());
  }

  @Test
  void keepsReferenceLabelsApartAndInside() throws Exception {
    LineChart chart = LineChart.of("refs", STEP, LOSS, series("a", 1, 2));
    for (int i = 0; i < 6; i++) {
      chart = chart.withReference("limit " + i, 1 + i * 1e-3);
    }
    List<Double> labels =
        Drawings.paths(drawing(chart), "reference").stream()
            .map(path -> Double.parseDouble(path.substring(path.lastIndexOf(' ') + 1)))
            .sorted()
            .toList();
    for (int i = 1; i < labels.size(); i++) {
      assertTrue(labels.get(i) - labels.get(i - 1) > 14, labels::toString);
    }
    assertTrue(labels.get(0) >= Plot.TOP && labels.get(5) <= Plot.BOTTOM, labels::toString);
  }

  @Test
  void drawsAReferenceOutsideTheData() throws Exception {
    LineChart chart =
        LineChart.of("refs", STEP, LOSS, series("a", 1, 2)).withReference("6-gram 9.698", 9.698);
    assertTrue(Drawings.texts(drawing(chart)).containsAll(List.of("10", "6-gram 9.698")));
  }

  @Test
  void staysSmallWithManyPoints() throws Exception {
    for (int count : List.of(1, 4, 12)) {
      Series[] all = new Series[count];
      Arrays.setAll(all, i -> series("series " + i, noise(100_000 / count)));
      String svg = LineChart.of("many", STEP, LOSS, all).svg();
      assertTrue(svg.getBytes(StandardCharsets.UTF_8).length < 60_000, () -> "" + svg.length());
      Drawings.parsed(svg);
    }
  }

  @Test
  void staysSmallWithManyGaps() {
    double[] heights = noise(100_000);
    for (int i = 0; i < heights.length; i += 2) {
      heights[i] = Double.NaN;
    }
    assertTrue(LineChart.of("gaps", STEP, LOSS, series("a", heights)).svg().length() < 60_000);
    double[] few = Arrays.copyOf(heights, 7_000);
    assertTrue(LineChart.of("gaps", STEP, LOSS, series("a", few)).svg().length() < 60_000);
  }

  @Test
  void reachesTheExtremesOfAThinnedSeries() throws Exception {
    double[] heights = new double[100_000];
    heights[31_415] = 10;
    heights[92_653] = -10;
    Element drawing = drawing(LineChart.of("spikes", STEP, LOSS, series("a", heights)));
    List<Double> drawn = Drawings.heights(Drawings.paths(drawing, "line dense s0").get(0));
    assertTrue(drawn.contains(Plot.TOP), "the spike up");
    assertTrue(drawn.contains(Plot.BOTTOM), "the spike down");
  }

  @Test
  void drawsBandsBehindTheLines() throws Exception {
    Series low = series("10 %", 1, 2, Double.NaN, 2, 1);
    Series high = series("90 %", 3, 4, 5, 4, 3);
    LineChart chart =
        LineChart.of("forecast", STEP, LOSS, series("median", 2, 3, 4, 3, 2))
            .withBand(Band.between("10 to 90 %", low, high));
    String area = Drawings.paths(drawing(chart), "band").get(0);
    assertEquals(2, area.chars().filter(c -> c == 'Z').count());
    String svg = chart.svg();
    assertTrue(svg.indexOf("class=\"band\"") < svg.indexOf("class=\"line"));
    assertTrue(chart.html().contains("10 to 90 %"));
  }

  @Test
  void staysSmallWithLongBands() throws Exception {
    double[] low = noise(100_000);
    double[] high = Arrays.stream(low).map(v -> v + 3).toArray();
    for (int i = 40_000; i < 50_000; i++) {
      high[i] = Double.NaN;
    }
    Band band = Band.between("range", series("low", low), series("high", high));
    LineChart chart = LineChart.of("f", STEP, LOSS, series("m", low)).withBand(band);
    assertTrue(chart.svg().length() < 60_000);
    assertEquals(
        2, Drawings.paths(drawing(chart), "band").get(0).chars().filter(c -> c == 'Z').count());
  }

  @Test
  void refusesBandsThatDoNotFit() {
    Series two = series("two", 1, 2);
    assertThrows(
        IllegalArgumentException.class, () -> Band.between("b", two, series("three", 1, 2, 3)));
    Series shifted = Series.of("shifted", new double[] {0, 2}, new double[] {1, 2});
    assertThrows(IllegalArgumentException.class, () -> Band.between("b", two, shifted));
    List<Interval> back = List.of(new Interval(2, 0, 1), new Interval(1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Band("b", back));
  }

  @Test
  void ordersPointsThatGoBack() {
    Series resumed = Series.of("r", new double[] {0, 5, 3, Double.NaN}, new double[] {1, 2, 3, 4});
    assertEquals(List.of(new Point(0, 1), new Point(3, 3), new Point(5, 2)), resumed.points());
  }

  @Test
  void describesItselfInWords() {
    String text =
        new Summary(
                LineChart.of("t", STEP, LOSS, series("training", 4.25, 1.5, 2))
                    .withReference("6-gram", 1.698))
            .text();
    assertEquals(
        "loss in bits over step. training: 3 points from 4.25 to 2, lowest 1.5 at 1,"
            + " highest 4.25 at 0. Reference line 6-gram at 1.698.",
        text);
  }

  @Test
  void keepsDigitsLatinInEveryLocale() {
    Locale before = Locale.getDefault();
    LineChart chart = LineChart.of("t", STEP, LOSS, series("a", 0, 12_345.5));
    String expected = chart.html();
    try {
      Locale.setDefault(Locale.forLanguageTag("hi-IN-u-nu-deva"));
      assertEquals(expected, chart.html());
    } finally {
      Locale.setDefault(before);
    }
    assertFalse(expected.codePoints().anyMatch(c -> c >= 0x966 && c <= 0x96F));
  }
}
