package dev.recurrent.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Markdown page with a section for each suite, which its next run replaces: machine, date, build
 * and a table of the rows.
 */
final class BenchmarkPage {
  private static final String TITLE =
      "# Benchmarks\n\n"
          + "`scripts/benchmark --page docs/benchmarks.md` writes this page. A section is of one"
          + " run on one machine.\n";
  private static final Pattern SECTION = Pattern.compile("(?m)^## Suite (\\w+)$");

  private BenchmarkPage() {}

  /** The page with the section of one suite made new, sections in the order of their names. */
  static String with(String page, String suite, List<Map<String, Object>> rows, String build) {
    Map<String, String> sections = new TreeMap<>();
    Matcher heading = SECTION.matcher(page);
    String name = "";
    int from = 0;
    while (heading.find()) {
      if (!name.isEmpty()) {
        sections.put(name, page.substring(from, heading.start()).strip());
      }
      name = heading.group(1);
      from = heading.end();
    }
    if (!name.isEmpty()) {
      sections.put(name, page.substring(from).strip());
    }
    sections.put(suite, machine(build) + "\n\n" + table(rows));
    StringBuilder text = new StringBuilder(TITLE);
    sections.forEach(
        (key, body) ->
            text.append("\n## Suite ")
                .append(key)
                .append("\n\n")
                .append(body.strip())
                .append('\n'));
    return text.toString();
  }

  private static String machine(String build) {
    return String.format(
        Locale.ROOT,
        "%s, %d cores, JDK %s. %s. Recurrent %s.",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        LocalDate.now(ZoneOffset.UTC),
        build);
  }

  /** As the operating system names it. */
  private static String processor() {
    Path description = Path.of("/proc/cpuinfo");
    if (Files.isReadable(description)) {
      try (Stream<String> lines = Files.lines(description)) {
        Map<String, String> said =
            lines
                .takeWhile(line -> !line.isBlank())
                .map(line -> line.split(":", 2))
                .filter(words -> words.length == 2)
                .collect(Collectors.toMap(w -> w[0].strip(), w -> w[1].strip(), (a, b) -> a));
        return String.format(
            "%s (family %s, model %s)",
            said.getOrDefault("model name", System.getProperty("os.arch")),
            said.getOrDefault("cpu family", "?"),
            said.getOrDefault("model", "?"));
      } catch (IOException | UncheckedIOException unreadable) {
        // The architecture will have to do.
      }
    }
    return System.getProperty("os.arch");
  }

  /** A column for each number that some row has; of peers their times and ratios. */
  private static String table(List<Map<String, Object>> rows) {
    List<Map<String, String>> cells = rows.stream().map(BenchmarkPage::cells).toList();
    List<String> columns = cells.stream().flatMap(c -> c.keySet().stream()).distinct().toList();
    StringBuilder text = new StringBuilder();
    text.append("| ").append(String.join(" | ", columns)).append(" |\n");
    text.append("|---".repeat(columns.size())).append("|\n");
    for (Map<String, String> row : cells) {
      text.append(
          columns.stream()
              .map(column -> row.getOrDefault(column, ""))
              .collect(Collectors.joining(" | ", "| ", " |\n")));
    }
    return text.toString();
  }

  private static Map<String, String> cells(Map<String, Object> row) {
    Map<String, String> cells = new LinkedHashMap<>();
    boolean labelled = row.containsKey("label");
    row.forEach(
        (key, value) -> {
          if (value instanceof List<?> parts) {
            // A curve's points are no columns.
            parts.forEach(part -> addPeer(cells, part));
          } else if (key.equals("label")
              || !labelled
              || value instanceof Double
              || key.equals("bytes")) {
            cells.put(key.replace('_', ' '), shown(value));
          }
        });
    return cells;
  }

  private static void addPeer(Map<String, String> cells, Object part) {
    if (!(part instanceof Map<?, ?> peer)) {
      return;
    }
    Object ratio = peer.get("ratio");
    cells.put(
        String.valueOf(peer.get("name")),
        shown(Objects.requireNonNull(peer.get("milliseconds")))
            + " ms"
            + (ratio == null ? "" : ", ratio " + shown(ratio)));
  }

  /** Three digits that count. */
  private static String shown(Object value) {
    if (!(value instanceof Double number)) {
      return String.valueOf(value);
    }
    double size = Math.abs(number);
    String pattern = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3g";
    return String.format(Locale.ROOT, pattern, number);
  }
}
