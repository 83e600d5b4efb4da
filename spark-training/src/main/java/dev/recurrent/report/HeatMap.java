package dev.recurrent.report;

import java.util.List;
import java.util.Objects;

/**
 * A grid of cells, each the darker the closer its value is to 1, as inline SVG; for attention
 * weights. A value that is not finite is crossed out; values outside 0 to 1 are drawn as the nearer
 * end.
 *
 * @param title what the map shows
 * @param rows row labels from top to bottom, at most {@value #LONGEST_SIDE}
 * @param columns column labels from left to right, at most {@value #LONGEST_SIDE}
 * @param values one list per row with one value from 0 to 1 per column
 */
public record HeatMap(
    String title, List<String> rows, List<String> columns, List<List<Double>> values)
    implements Block {

  /** The most rows or columns, beyond which cells and labels would be too small to see. */
  public static final int LONGEST_SIDE = 100;

  public HeatMap {
    Objects.requireNonNull(title);
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
    values = values.stream().map(List::copyOf).toList();
    if (Math.max(rows.size(), columns.size()) > LONGEST_SIDE) {
      throw new IllegalArgumentException(
          rows.size() + " x " + columns.size() + " cells, more than " + LONGEST_SIDE + " a side");
    }
    int width = columns.size();
    if (values.size() != rows.size() || values.stream().anyMatch(row -> row.size() != width)) {
      throw new IllegalArgumentException(
          "Values do not form " + rows.size() + " rows of " + width + " columns");
    }
  }

  @Override
  public String html() {
    return "<figure>\n<figcaption>"
        + Markup.escape(title)
        + "</figcaption>\n<div class=\"wide\">\n"
        + new HeatDrawing(this).svg()
        + "</div>\n</figure>\n";
  }
}
