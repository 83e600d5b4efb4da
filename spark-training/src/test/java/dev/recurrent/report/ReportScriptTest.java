package dev.recurrent.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.report.Series.Colour;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What the page's script looks for is on the page. No browser runs it here: a part that is renamed
 * on one side alone would be seen by nobody.
 */
class ReportScriptTest {
  private static final Pattern SELECTOR = Pattern.compile("querySelector(?:All)?\\('([^']+)'\\)");
  private static final Pattern DATA = Pattern.compile("\\.dataset\\.(\\w+)");
  private static final Pattern PART = Pattern.compile("(\\.?)([a-z-]+)");

  /** What is not code of the script: comments, and texts in quotes. */
  private static final Pattern TEXT =
      Pattern.compile("//[^\n]*|/\\*.*?\\*/|'(?:\\\\.|[^'\\\\\n])*'", Pattern.DOTALL);

  /** The script makes it. */
  private static final Set<String> MADE = Set.of("pointer");

  private static String script() throws IOException {
    try (InputStream file = HtmlReport.class.getResourceAsStream("report.js")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String page() {
    double[] x = {1, 2};
    double[] y = {3, 4};
    LineChart chart =
        LineChart.of(
                "chart",
                Axis.linear("round"),
                Axis.linear("loss"),
                Series.line("line", Colour.BLUE, x, y),
                Series.band("band", Colour.PINK, x, y, y))
            .withMark("mark", 1.5);
    HeatMap map = new HeatMap("map", List.of("a"), List.of("b"), List.of(List.of(0.5)));
    String html =
        new HtmlReport("title", "subtitle", List.of(Section.of("section", chart, map))).html();
    return html.replaceFirst("(?s)<script>.*</script>", "")
        .replaceFirst("(?s)<style>.*?</style>", "");
  }

  @Test
  void everyPartThatTheScriptSelectsIsOnThePage() throws IOException {
    String page = page();
    Set<String> parts = new TreeSet<>();
    SELECTOR.matcher(script()).results().forEach(selector -> parts.add(selector.group(1)));
    assertTrue(parts.size() >= 8, parts.toString());
    for (String selector : parts) {
      PART.matcher(selector)
          .results()
          .filter(part -> !MADE.contains(part.group(2)))
          .forEach(
              part -> {
                String name = part.group(2);
                String sought =
                    part.group(1).isEmpty()
                        ? "<" + name + "[ >]"
                        : "class=\"([^\"]* )?" + name + "( [^\"]*)?\"";
                assertTrue(Pattern.compile(sought).matcher(page).find(), selector);
              });
    }
  }

  @Test
  void everyAttributeThatTheScriptReadsIsOnThePage() throws IOException {
    String page = page();
    Set<String> names = new TreeSet<>();
    DATA.matcher(script()).results().forEach(name -> names.add(name.group(1)));
    assertTrue(names.containsAll(Set.of("kind", "colour", "cell")), names.toString());
    names.forEach(name -> assertTrue(page.contains(" data-" + name + "=\""), name));
    for (String kind : List.of("low", "band", "line")) {
      assertTrue(page.contains("data-kind=\"" + kind + "\""), kind);
    }
  }

  @Test
  void theBracketsOfTheScriptClose() throws IOException {
    String code = TEXT.matcher(script()).replaceAll("");
    Deque<Character> open = new ArrayDeque<>();
    for (char c : code.toCharArray()) {
      if ("([{".indexOf(c) >= 0) {
        open.push(c);
      } else if (")]}".indexOf(c) >= 0) {
        assertEquals("([{".charAt(")]}".indexOf(c)), open.isEmpty() ? ' ' : open.pop());
      }
    }
    assertTrue(open.isEmpty(), open.toString());
  }
}
