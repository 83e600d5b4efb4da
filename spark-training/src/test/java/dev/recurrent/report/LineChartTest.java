package dev.recurrent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.report.Series.Colour;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class LineChartTest {

  private static final Axis STEP = Axis.linear("step");
  private static final Axis LOSS = Axis.linear("loss in bits");
  private static final double TOP = 30;
  private static final double BOTTOM = 254;

  private static double[] steps(int count) {
    return IntStream.range(0, count).asDoubleStream().toArray();
  }

  private static Series series(String name, double... heights) {
    return Series.line(name, Colour.BLUE, steps(heights.length), heights);
  }

  private static Element drawing(LineChart chart) throws Exception {
    return Drawings.in(chart.html()).get(0);
  }

  private static double[] noise(int size) {
    Random random = new Random(5);
    return IntStream.range(0, size).mapToDouble(i -> 2 + random.nextGaussian()).toArray();
  }

  private static long count(String path, char command) {
    return path.chars().filter(c -> c == command).count();
  }

  @Test
  void everySeriesHasItsColourInDrawingLegendAndTable() throws Exception {
    double[] x = {0, 1};
    LineChart chart =
        LineChart.of(
            "two",
            STEP,
            LOSS,
            Series.line("training", Colour.BLUE, x, x),
            Series.line("validation", Colour.ORANGE, x, x));
    assertEquals(1, Drawings.paths(drawing(chart), "line blue").size());
    assertEquals(1, Drawings.paths(drawing(chart), "line orange").size());
    String html = chart.html();
    assertTrue(html.contains("<li><i class=\"line orange\"></i>validation</li>"));
    assertTrue(html.contains("data-kind=\"line\" data-colour=\"orange\">validation</th>"));
  }

  @Test
  void leavesGapsAndShowsLonePointsAsDots() throws Exception {
    double[] heights = new double[100];
    Arrays.fill(heights, 1);
    heights[50] = Double.NaN;
    heights[52] = 1 / 0.0;
    Element drawing = drawing(LineChart.of("gaps", STEP, LOSS, series("a", heights)));
    assertEquals(3, count(Drawings.paths(drawing, "line blue").get(0), 'M'));
    assertEquals(1, count(Drawings.paths(drawing, "dots blue").get(0), 'M'), "the lone point");
  }

  @Test
  void fewPointsHaveADotEach() throws Exception {
    Element drawing = drawing(LineChart.of("few", STEP, LOSS, series("a", 4, 2, 3)));
    assertEquals(3, count(Drawings.paths(drawing, "dots blue").get(0), 'M'));
    Element one = drawing(LineChart.of("one", STEP, LOSS, series("a", 4)));
    assertEquals(1, count(Drawings.paths(one, "dots blue").get(0), 'M'));
  }

  @Test
  void aSeriesOfFewPointsRunsOverTheRowsOfTheOthers() throws Exception {
    LineChart chart =
        LineChart.of(
            "loss",
            STEP,
            LOSS,
            Series.line("validation", Colour.ORANGE, new double[] {0, 4}, new double[] {5, 1}),
            series("training", 6, 5, 4, 3, 2));
    assertEquals(1, count(Drawings.paths(drawing(chart), "line orange").get(0), 'M'));
    assertTrue(chart.html().contains("<th scope=\"row\">1</th><td class=\"number\"></td>"));
  }

  @Test
  void saysSoWithoutData() {
    for (Series[] nothing :
        List.of(
            new Series[0],
            new Series[] {series("empty")},
            new Series[] {series("a", Double.NaN, Double.NEGATIVE_INFINITY, 1e301)})) {
      LineChart chart = LineChart.of("none", STEP, LOSS, nothing).withMark("best", 1);
      assertTrue(chart.html().contains("no data yet"));
      assertFalse(chart.html().contains("<svg"));
    }
  }

  @Test
  void widensConstantData() throws Exception {
    for (double value : new double[] {0, 2.25, -7, 1e-200}) {
      Element drawing = drawing(LineChart.of("c", STEP, LOSS, series("a", value, value)));
      assertFalse(Drawings.paths(drawing, "line blue").get(0).contains("NaN"));
      double height = Drawings.heights(Drawings.paths(drawing, "line blue").get(0)).get(0);
      assertTrue(height > TOP && height < BOTTOM, "height " + height);
    }
    Series oneDay = Series.line("a", Colour.BLUE, new double[] {1.4e9}, new double[] {1});
    List<String> texts = Drawings.texts(drawing(LineChart.of("d", Axis.dates(), LOSS, oneDay)));
    assertTrue(texts.contains("13 May 2014"), texts::toString);
  }

  @Test
  void longChartsStaySmallAndKeepTheirExtremes() throws Exception {
    for (int count : List.of(1, 4, 12)) {
      Series[] all = new Series[count];
      Arrays.setAll(all, i -> series("series " + i, noise(100_000 / count)));
      String html = LineChart.of("many", STEP, LOSS, all).html();
      assertTrue(html.length() < 400_000, () -> "" + html.length());
    }
    double[] heights = new double[100_000];
    heights[31_415] = 10;
    heights[92_653] = -10;
    LineChart chart = LineChart.of("spikes", STEP, LOSS, series("a", heights));
    List<Double> drawn = Drawings.heights(Drawings.paths(drawing(chart), "line blue").get(0));
    assertTrue(drawn.contains(TOP) && drawn.contains(BOTTOM));
    assertTrue(chart.html().contains("<th scope=\"row\">92653</th>"));
  }

  @Test
  void longChartsKeepTheirGaps() throws Exception {
    double[] heights = noise(100_000);
    Arrays.fill(heights, 40_000, 50_000, Double.NaN);
    LineChart chart = LineChart.of("gap", STEP, LOSS, series("a", heights));
    assertEquals(2, count(Drawings.paths(drawing(chart), "line blue").get(0), 'M'));
  }

  @Test
  void drawsBandsBehindTheLinesAndBreaksThemWhereAnEdgeIsMissing() throws Exception {
    double[] low = {1, 2, Double.NaN, 2, 1};
    double[] high = {3, 4, 5, 4, 3};
    Series line = series("median", 2, 3, 4, 3, 2);
    Series band = Series.band("10 to 90%", Colour.GREEN, steps(5), low, high);
    LineChart chart = LineChart.of("forecast", STEP, LOSS, line, band);
    assertEquals(2, count(Drawings.paths(drawing(chart), "band green").get(0), 'Z'));
    String html = chart.html();
    assertTrue(html.indexOf("<path class=\"band") < html.indexOf("<path class=\"line"));
    assertTrue(html.contains(">10 to 90%, from</th>") && html.contains(">10 to 90%, to</th>"));
  }

  @Test
  void layersStandOnOneAnother() throws Exception {
    double[] x = {0, 1};
    LineChart chart =
        LineChart.of(
            "time",
            STEP,
            LOSS,
            Series.layer("train", Colour.BLUE, x, new double[] {6, 6}),
            Series.layer("collect", Colour.ORANGE, x, new double[] {4, 4}));
    List<Double> first = Drawings.heights(Drawings.paths(drawing(chart), "layer blue").get(0));
    List<Double> second = Drawings.heights(Drawings.paths(drawing(chart), "layer orange").get(0));
    assertEquals(BOTTOM, first.get(2));
    assertEquals(first.get(0), second.get(2), "the second stands on the first");
    assertEquals(TOP, second.get(0));
    assertTrue(chart.html().contains("<td class=\"number\">4</td>"), "the table has the values");
  }

  @Test
  void ordersPointsThatGoBackAndKeepsTheLastOfEqualPlaces() {
    Series resumed =
        Series.line(
            "r", Colour.BLUE, new double[] {0, 5, 3, 5, Double.NaN}, new double[] {1, 2, 3, 9, 4});
    String html = LineChart.of("t", STEP, LOSS, resumed).html();
    assertTrue(html.indexOf("row\">3</th>") < html.indexOf("row\">5</th><td class=\"number\">9<"));
    assertFalse(html.contains("<td class=\"number\">2</td>"));
  }

  @Test
  void namesMarksInsideTheChart() throws Exception {
    LineChart chart = LineChart.of("t", STEP, LOSS, series("a", 3, 2, 1));
    LineChart marked = chart.withMark("best", 2).withMark("outside", 7);
    List<String> texts = Drawings.texts(drawing(marked));
    assertTrue(texts.contains("best") && !texts.contains("outside"), texts::toString);
  }

  @Test
  void showsDatesOnATimeAxis() throws Exception {
    double[] days = Arrays.stream(steps(60)).map(day -> (17_226 + day) * 86_400).toArray();
    Series sales = Series.line("sales", Colour.GREY, days, noise(60));
    LineChart chart = LineChart.of("sales", Axis.dates(), LOSS, sales);
    List<String> texts = Drawings.texts(drawing(chart));
    assertTrue(texts.containsAll(List.of("6 Mar", "2017")), texts::toString);
    assertEquals(1, texts.stream().filter("2017"::equals).count(), "the year once");
    assertTrue(chart.html().contains("<th scope=\"row\">2017-03-01</th>"));
  }

  @Test
  void refusesSeriesOfUnequalLengths() {
    assertThrows(
        IllegalArgumentException.class,
        () -> Series.line("a", Colour.BLUE, new double[2], new double[3]));
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
