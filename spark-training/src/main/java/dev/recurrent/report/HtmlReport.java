package dev.recurrent.report;

import java.util.List;
import java.util.Objects;

/**
 * A report as one self-contained HTML page: styles and drawings are inline, there are no scripts,
 * and the page forbids itself every network request. It follows the reader's light or dark colour
 * scheme and prints in the light one.
 *
 * @param title the page's heading
 * @param subtitle a line under the heading, such as the date and the run's name; empty for none
 * @param sections the sections, in order
 */
public record HtmlReport(String title, String subtitle, List<Section> sections) {

  public HtmlReport {
    Objects.requireNonNull(title);
    Objects.requireNonNull(subtitle);
    sections = List.copyOf(sections);
  }

  /** The whole page, to be stored as UTF-8. */
  public String html() {
    String heading = Markup.escape(title);
    StringBuilder out = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n");
    out.append("<meta charset=\"utf-8\">\n");
    out.append("<meta http-equiv=\"Content-Security-Policy\"");
    out.append(" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<title>").append(heading).append("</title>\n");
    out.append("<style>\n").append(StyleSheet.CSS).append("</style>\n</head>\n<body>\n<main>\n");
    out.append("<header>\n<h1>").append(heading).append("</h1>\n");
    if (!subtitle.isEmpty()) {
      out.append("<p class=\"subtitle\">").append(Markup.escape(subtitle)).append("</p>\n");
    }
    out.append("</header>\n");
    for (int i = 0; i < sections.size(); i++) {
      append(out, sections.get(i), "section-" + (i + 1));
    }
    return out.append("</main>\n</body>\n</html>\n").toString();
  }

  private static void append(StringBuilder out, Section section, String id) {
    out.append("<section aria-labelledby=\"").append(id).append("\">\n");
    out.append("<h2 id=\"").append(id).append("\">");
    out.append(Markup.escape(section.heading())).append("</h2>\n");
    section.blocks().forEach(block -> out.append(block.html()));
    out.append("</section>\n");
  }
}
