package dev.recurrent.report;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A table whose first column names its rows. Columns that hold only numbers are right-aligned; a
 * number may carry a percent sign or a short unit ("12.5 ms").
 *
 * @param caption text above the table; empty for none
 * @param header one label a column; empty for a table of names and their values
 * @param rows plain text, each row as long as the header
 */
public record Table(String caption, List<String> header, List<List<String>> rows) implements Block {

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[\\d,]*\\.?\\d+(?:e[-+]?\\d{1,3})?\\s?(?:%|\\p{L}{1,4}(?:/s)?)?");
  private static final Pattern NOTHING = Pattern.compile("|\u2013|n/a|-?Infinity|NaN");

  /** A longer cell is text, and is not worth matching. */
  private static final int LONGEST_NUMBER = 40;

  /** A longer table with a header scrolls inside the page. */
  private static final int SCROLLS = 15;

  public Table {
    Objects.requireNonNull(caption);
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    int width = header.isEmpty() ? 2 : header.size();
    for (List<String> row : rows) {
      if (row.size() != width) {
        throw new IllegalArgumentException(
            "table \"%s\" has a row of %d cells, expected %d"
                .formatted(caption, row.size(), width));
      }
    }
  }

  /** A table of names and their values, in the iteration order of the map. */
  public static Table of(Map<String, String> values) {
    return new Table(
        "",
        List.of(),
        values.entrySet().stream().map(e -> List.of(e.getKey(), e.getValue())).toList());
  }

  @Override
  public String html() {
    return html(Collections.nCopies(header.size(), ""));
  }

  /** The table with more attributes for the cells of its header. */
  String html(List<String> attributes) {
    boolean scrolls = !header.isEmpty() && rows.size() > SCROLLS;
    StringBuilder out = new StringBuilder(64 * rows.size() + 256);
    // A person without a pointer needs the focus to scroll.
    out.append(scrolls ? "<div class=\"wide tall\" tabindex=\"0\">" : "<div class=\"wide\">");
    out.append(header.isEmpty() ? "<table class=\"pairs\">\n" : "<table>\n");
    if (!caption.isEmpty()) {
      out.append("<caption>").append(Html.escape(caption)).append("</caption>\n");
    }
    List<String> classes =
        IntStream.range(0, header.size())
            .mapToObj(column -> isNumeric(column) ? " class=\"number\"" : "")
            .toList();
    if (!header.isEmpty()) {
      out.append("<thead><tr>");
      for (int column = 0; column < header.size(); column++) {
        String all = " scope=\"col\"" + classes.get(column) + attributes.get(column);
        append(out, "th", all, header.get(column));
      }
      out.append("</tr></thead>\n");
    }
    out.append("<tbody>\n");
    for (List<String> row : rows) {
      out.append("<tr>");
      append(out, "th", " scope=\"row\"", row.get(0));
      for (int column = 1; column < row.size(); column++) {
        append(out, "td", header.isEmpty() ? "" : classes.get(column), row.get(column));
      }
      out.append("</tr>\n");
    }
    return out.append("</tbody></table></div>\n").toString();
  }

  private boolean isNumeric(int column) {
    boolean found = false;
    for (List<String> row : rows) {
      String cell = row.get(column);
      boolean number = cell.length() <= LONGEST_NUMBER && NUMBER.matcher(cell).matches();
      if (!number && !NOTHING.matcher(cell).matches()) {
        return false;
      }
      found |= number;
    }
    return found;
  }

  private static void append(StringBuilder out, String tag, String attributes, String text) {
    out.append('<').append(tag).append(attributes).append('>').append(Html.escape(text));
    out.append("</").append(tag).append('>');
  }
}
