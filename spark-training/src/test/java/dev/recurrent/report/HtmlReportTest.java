package dev.recurrent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class HtmlReportTest {

  private static final String HOSTILE = "<script>alert(\"x\")</script> & 'y' \u0000\u0085\uD800";
  private static final String HARMLESS =
      "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;y&#39; \uFFFD\uFFFD\uFFFD";

  private static HtmlReport everything(String text) {
    Series series = Series.of(text, new double[] {1, 2}, new double[] {3, 4});
    LineChart chart =
        LineChart.of(text, Axis.linear(text), Axis.logarithmic(text), series)
            .withReference(text, 3.5)
            .withBand(Band.between(text, series, series));
    return new HtmlReport(
        text,
        text,
        List.of(
            Section.of(
                text,
                new Paragraph(text),
                KeyValueTable.of(Map.of(text, text)),
                new Table(text, List.of(text), List.of(List.of(text))),
                new SampleText(text, text)),
            Section.of(
                text,
                chart,
                LineChart.of(text, Axis.linear(text), Axis.linear(text)),
                new HeatMap(text, List.of(text), List.of(text), List.of(List.of(0.5))))));
  }

  @Test
  void escapesAllText() {
    String html = everything(HOSTILE).html();
    assertFalse(html.contains("<script"));
    assertFalse(html.contains("\u0000"));
    assertTrue(html.contains("<h1>" + HARMLESS + "</h1>"));
    assertTrue(html.contains("<td>" + HARMLESS + "</td>"));
    assertTrue(html.contains("<pre dir=\"auto\">\n" + HARMLESS + "</pre>"));
    assertTrue(html.contains("<title>" + HARMLESS + "</title>"));
  }

  @Test
  void drawsWellFormedXml() throws Exception {
    List<Element> drawings = Drawings.in(everything(HOSTILE).html());
    assertEquals(5, drawings.size(), "two charts, two legend marks and a heat map");
    for (Element drawing : drawings) {
      boolean hidden = drawing.getAttribute("aria-hidden").equals("true");
      assertEquals(hidden ? 0 : 1, drawing.getElementsByTagName("desc").getLength());
      assertEquals(hidden ? "" : "img", drawing.getAttribute("role"));
    }
  }

  @Test
  void isWellFormedAsAWholeExceptForVoidElements() throws Exception {
    String html = everything("text").html().replace("<!DOCTYPE html>", "");
    Drawings.parsed(html.replaceAll("<meta ([^>]*)>", "<meta $1/>"));
  }

  @Test
  void needsNoNetwork() {
    String html = everything("text").html();
    for (String reference :
        List.of("http://", "https://", "url(", "@import", " src=", "href=", "<link", "<script")) {
      assertFalse(html.contains(reference), reference);
    }
    assertTrue(html.contains("default-src 'none'"));
  }

  @Test
  void alignsNumbersToTheRight() {
    Table table =
        new Table(
            "",
            List.of("name", "loss", "time", "mixed", "empty"),
            List.of(
                List.of("a", "1.25", "12 ms", "3", ""),
                List.of("b", "−4e-5", "1,200.5 ms", "x", "–"),
                List.of("1.2.3", "NaN", "97%", "4", "")));
    String html = table.html();
    assertTrue(html.contains("<th scope=\"col\">name</th><th scope=\"col\" class=\"number\">loss"));
    assertTrue(html.contains("<td class=\"number\">12 ms</td><td>3</td><td></td>"));
    assertTrue(html.contains("<td>1.2.3</td><td class=\"number\">NaN</td>"));
    assertFalse(html.contains("<caption>"));
  }

  @Test
  void refusesRaggedTables() {
    List<List<String>> ragged = List.of(List.of("1"), List.of("1", "2"));
    assertThrows(IllegalArgumentException.class, () -> new Table("", List.of("a"), ragged));
  }

  @Test
  void keepsTheOrderOfKeysAndTheLinesOfSamples() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("z", "1");
    values.put("a", "2");
    String keys = KeyValueTable.of(values).html();
    assertTrue(keys.indexOf(">z<") < keys.indexOf(">a<"));
    assertTrue(new SampleText("", "\none\n  two").html().contains(">\n\none\n  two</pre>"));
  }
}
