package dev.recurrent.report;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A table with a header row; columns that hold only numbers are right-aligned.
 *
 * <p>Cells are plain text. A number may carry thousands commas, an exponent, a percent sign or a
 * short unit ("12.5 ms"); empty cells, dashes and "NaN" fit either kind of column.
 *
 * @param caption text above the table; empty for none
 * @param header one label per column
 * @param rows the rows, each as long as the header
 */
public record Table(String caption, List<String> header, List<List<String>> rows) implements Block {

  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+\u2212]?(?:\\d{1,3}(?:,\\d{3})+|\\d+)?(?:\\.\\d+)?(?<=\\d)(?:[eE][-+]?\\d+)?"
              + "\\s?(?:%|\\p{L}{1,6}(?:/\\p{L}{1,6})?)?");
  private static final Pattern NOTHING = Pattern.compile("|[-\u2013\u2014\u2212]|n/a|-?\u221e|NaN");

  /** A longer cell is text anyway, and is not worth matching. */
  private static final int LONGEST_NUMBER = 40;

  public Table {
    Objects.requireNonNull(caption);
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(
            "A row of " + row.size() + " cells under a header of " + header.size());
      }
    }
  }

  @Override
  public String html() {
    StringBuilder out = new StringBuilder("<div class=\"wide\"><table>\n");
    if (!caption.isEmpty()) {
      out.append("<caption>").append(Markup.escape(caption)).append("</caption>\n");
    }
    List<Boolean> numeric = IntStream.range(0, header.size()).mapToObj(this::isNumeric).toList();
    out.append("<thead>");
    appendRow(out, header, "th scope=\"col\"", numeric);
    out.append("</thead>\n<tbody>\n");
    rows.forEach(row -> appendRow(out, row, "td", numeric));
    return out.append("</tbody></table></div>\n").toString();
  }

  private boolean isNumeric(int column) {
    boolean found = false;
    for (List<String> row : rows) {
      String cell = row.get(column).strip();
      boolean number = cell.length() <= LONGEST_NUMBER && NUMBER.matcher(cell).matches();
      if (!number && !NOTHING.matcher(cell).matches()) {
        return false;
      }
      found |= number;
    }
    return found;
  }

  private static void appendRow(
      StringBuilder out, List<String> cells, String tag, List<Boolean> numeric) {
    out.append("<tr>");
    for (int column = 0; column < cells.size(); column++) {
      out.append('<').append(tag).append(numeric.get(column) ? " class=\"number\">" : ">");
      out.append(Markup.escape(cells.get(column)));
      out.append("</").append(tag, 0, 2).append('>');
    }
    out.append("</tr>\n");
  }
}
