package dev.recurrent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.report.Series.Colour;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
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
    double[] x = {1, 2};
    double[] y = {3, 4};
    LineChart chart =
        LineChart.of(
                text,
                Axis.linear(text),
                Axis.linear(text),
                Series.line(text, Colour.BLUE, x, y),
                Series.band(text, Colour.PINK, x, y, y),
                Series.layer(text, Colour.GREY, x, y))
            .withMark(text, 1.5);
    return new HtmlReport(
        text,
        text,
        List.of(
            Section.of(
                text,
                Text.paragraph(text),
                Text.figure(text, text),
                Text.file(text, text),
                Text.sample(text, text),
                Table.of(Map.of(text, text)),
                new Table(text, List.of(text, text), List.of(List.of(text, text)))),
            Section.of(
                text,
                chart,
                LineChart.of(text, Axis.linear(text), Axis.dates()).half(),
                new HeatMap(text, List.of(text), List.of(text), List.of(List.of(0.5))))));
  }

  private static String withoutTheScript(String html) {
    return html.replaceFirst("(?s)<script>.*?</script>", "")
        .replaceFirst("(?s)<style>.*?</style>", "");
  }

  @Test
  void escapesAllText() {
    String html = withoutTheScript(everything(HOSTILE).html());
    assertFalse(html.contains("<script"));
    assertFalse(html.contains("\u0000"));
    assertFalse(html.contains("alert(\""));
    assertTrue(html.contains("<h1>" + HARMLESS + "</h1>"));
    assertTrue(html.contains("<td>" + HARMLESS + "</td>"));
    assertTrue(html.contains("<pre dir=\"auto\">\n" + HARMLESS + "</pre>"));
    assertTrue(html.contains("<title>" + HARMLESS + "</title>"));
    assertTrue(html.contains("<a href=\"./%3Cscript%3E"));
  }

  @Test
  void isWellFormedAsAWholeExceptForVoidElements() throws Exception {
    String html = withoutTheScript(everything(HOSTILE).html()).replace("<!DOCTYPE html>", "");
    Drawings.parsed(html.replaceAll("<meta ([^>]*)>", "<meta $1/>"));
  }

  @Test
  void everyDrawingHasATitleADescriptionAndATableOfItsNumbers() throws Exception {
    String html = withoutTheScript(everything("text").html());
    List<Element> drawings = Drawings.in(html);
    assertEquals(2, drawings.size(), "a chart and a heat map");
    for (Element drawing : drawings) {
      assertEquals("img", drawing.getAttribute("role"));
      assertEquals(1, drawing.getElementsByTagName("title").getLength());
      assertEquals(1, drawing.getElementsByTagName("desc").getLength());
    }
    assertEquals(2, html.split("<details><summary>Numbers</summary>", -1).length - 1);
  }

  @Test
  void needsNoNetwork() {
    String html = everything("text").html();
    for (String reference :
        List.of("http:", "https:", "url(", "@import", " src=", "<link", "fetch(", "XMLHttp")) {
      assertFalse(html.contains(reference), reference);
    }
    assertTrue(html.contains("default-src 'none'"));
    assertTrue(html.contains("<a href=\"./text\">"), "links lead to the page's own directory");
  }

  @Test
  void thePolicyAllowsTheOneScript() throws Exception {
    String html = everything("text").html();
    int begin = html.indexOf("<script>") + "<script>".length();
    String script = html.substring(begin, html.indexOf("</script>"));
    assertEquals(html.length(), html.lastIndexOf("</script>\n</body>\n</html>\n") + 26);
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
    String policy = "script-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    assertTrue(html.contains(policy));
    assertFalse(script.contains("<!--"), "would end the script early");
  }

  @Test
  void equalReportsHaveEqualBytes() {
    assertEquals(everything("text").html(), everything("text").html());
  }

  @Test
  void alignsNumbersToTheRight() {
    Table table =
        new Table(
            "",
            List.of("name", "loss", "time", "mixed", "empty"),
            List.of(
                List.of("a", "1.25", "12 ms", "3", ""),
                List.of("b", "-4e-5", "1,200.5 ms", "x", "–"),
                List.of("1.2.3", "NaN", "97%", "4", "")));
    String html = table.html();
    assertTrue(html.contains("<th scope=\"col\">name</th><th scope=\"col\" class=\"number\">loss"));
    assertTrue(html.contains("<td class=\"number\">12 ms</td><td>3</td><td></td>"));
    assertTrue(html.contains("<th scope=\"row\">1.2.3</th><td class=\"number\">NaN</td>"));
    assertFalse(html.contains("<caption>"));
  }

  @Test
  void refusesRaggedTables() {
    List<List<String>> ragged = List.of(List.of("1"), List.of("1", "2"));
    assertThrows(IllegalArgumentException.class, () -> new Table("", List.of("a"), ragged));
    assertThrows(IllegalArgumentException.class, () -> new Table("", List.of(), ragged));
  }

  @Test
  void keepsTheOrderOfKeysAndTheLinesOfSamples() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("z", "1");
    values.put("a", "2");
    String keys = Table.of(values).html();
    assertTrue(keys.indexOf(">z<") < keys.indexOf(">a<"));
    assertTrue(Text.sample("", "\none\n  two").html().contains(">\n\none\n  two</pre>"));
  }

  @Test
  void linksAFileWhateverItsName() {
    assertTrue(Text.file("a b:c?.json", "x").html().contains("href=\"./a%20b%3Ac%3F.json\""));
  }
}
