package dev.recurrent.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * A report as one self-contained HTML page. Styles, drawings and the one script are inline; the
 * page forbids itself every network request and every other script. It follows the reader's light
 * or dark colour scheme and prints in the light one.
 *
 * @param title the page's heading
 * @param subtitle a line under the heading, such as the run's directory; empty for none
 * @param sections the sections, in order
 */
public record HtmlReport(String title, String subtitle, List<Section> sections) {

  private static final String STYLES = resource("report.css");
  private static final String SCRIPT = resource("report.js");

  public HtmlReport {
    Objects.requireNonNull(title);
    Objects.requireNonNull(subtitle);
    sections = List.copyOf(sections);
  }

  /** The whole page, to be stored as UTF-8. */
  public String html() {
    String heading = Html.escape(title);
    StringBuilder out = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n");
    out.append("<meta charset=\"utf-8\">\n");
    out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';");
    out.append(" style-src 'unsafe-inline'; script-src 'sha256-").append(hash(SCRIPT));
    out.append("'\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<title>").append(heading).append("</title>\n");
    out.append("<style>\n").append(STYLES).append("</style>\n</head>\n<body>\n");
    out.append("<header>\n<h1>").append(heading).append("</h1>\n");
    if (!subtitle.isEmpty()) {
      out.append("<p>").append(Html.escape(subtitle)).append("</p>\n");
    }
    out.append("<nav aria-label=\"Sections\">\n");
    for (int i = 0; i < sections.size(); i++) {
      String name = Html.escape(sections.get(i).heading());
      out.append("<a href=\"#section-%d\">%s</a>\n".formatted(i + 1, name));
    }
    out.append("</nav>\n</header>\n<main>\n");
    for (int i = 0; i < sections.size(); i++) {
      append(out, sections.get(i), "section-" + (i + 1));
    }
    out.append("</main>\n<script>").append(SCRIPT).append("</script>\n");
    return out.append("</body>\n</html>\n").toString();
  }

  private static void append(StringBuilder out, Section section, String id) {
    out.append("<section aria-labelledby=\"").append(id).append("\">\n");
    out.append("<h2 id=\"").append(id).append("\">");
    out.append(Html.escape(section.heading())).append("</h2>\n");
    section.blocks().forEach(block -> out.append(block.html()));
    out.append("</section>\n");
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
      // A browser reads line ends as newlines before it hashes the script.
      return new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
