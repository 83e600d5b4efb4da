package dev.recurrent.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A grid of cells, each the darker the closer its value is to 1, as inline SVG with the table of
 * its numbers below; for attention weights and confusion. A value that is not finite is crossed
 * out; values outside 0 to 1 are drawn as the nearer end.
 *
 * @param title what the map shows
 * @param rows row labels from top to bottom, at most {@value #LONGEST_SIDE}
 * @param columns column labels from left to right, at most {@value #LONGEST_SIDE}
 * @param values one list a row with one value from 0 to 1 a column
 */
public record HeatMap(
    String title, List<String> rows, List<String> columns, List<List<Double>> values)
    implements Block {

  /** The most rows or columns, beyond which cells and labels would be too small to see. */
  public static final int LONGEST_SIDE = 100;

  private static final double WIDTH = 900;
  private static final double CELLS_HEIGHT = 600;
  private static final double SMALLEST_CELL = 6;
  private static final double LARGEST_CELL = 44;

  /** Cells from this size on have room for their value. */
  private static final double CELL_WITH_TEXT = 34;

  private static final double CELL_WITH_HAIRLINE = 10;
  private static final double WIDEST_LABEL = 140;
  private static final double LINE_HEIGHT = 14;
  private static final double GAP = 8;
  private static final double DIAGONAL = Math.sqrt(0.5);
  private static final int SHADES = 20;

  /** Text on shades from this one on is light. */
  private static final int DARK = 11;

  public HeatMap {
    Objects.requireNonNull(title);
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
    values = values.stream().map(List::copyOf).toList();
    if (Math.max(rows.size(), columns.size()) > LONGEST_SIDE) {
      throw new IllegalArgumentException(
          "heat map \"%s\" has %d x %d cells, expected at most %d a side"
              .formatted(title, rows.size(), columns.size(), LONGEST_SIDE));
    }
    int width = columns.size();
    if (values.size() != rows.size() || values.stream().anyMatch(row -> row.size() != width)) {
      throw new IllegalArgumentException(
          "heat map \"%s\": values are not %d rows of %d columns"
              .formatted(title, rows.size(), width));
    }
  }

  @Override
  public String html() {
    String caption = "<figcaption>" + Html.escape(title) + "</figcaption>\n";
    if (rows.isEmpty() || columns.isEmpty()) {
      return "<figure>\n" + caption + "<p class=\"empty\">no data yet</p>\n</figure>\n";
    }
    return "<figure class=\"heat\">\n"
        + caption
        + "<div class=\"plot wide\">\n"
        + svg()
        + "</div>\n<details><summary>Numbers</summary>\n"
        + table().html()
        + "</details>\n</figure>\n";
  }

  private Table table() {
    List<String> header = new ArrayList<>(List.of(""));
    columns.forEach(column -> header.add(visible(column)));
    List<List<String>> lines = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      List<String> line = new ArrayList<>(List.of(visible(rows.get(row))));
      values.get(row).forEach(value -> line.add(text(value, "%.3f")));
      lines.add(line);
    }
    return new Table("", header, lines);
  }

  private String svg() {
    // Whole px keep the edges of the cells sharp.
    double left = Math.ceil(widest(rows) + GAP);
    double slant = widest(columns) * DIAGONAL;
    double top = Math.ceil(slant + 2 * GAP);
    double fit = Math.min((WIDTH - left - slant) / columns.size(), CELLS_HEIGHT / rows.size());
    double cell = Math.floor(Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, fit)));
    String width = Html.px(Math.ceil(left + cell * columns.size() + slant + GAP));
    String frame = "<svg role=\"img\" viewBox=\"0 0 %s %s\" width=\"%1$s\"";
    String place = " data-left=\"%s\" data-top=\"%s\" data-cell=\"%s\">\n";
    return frame.formatted(width, Html.px(top + cell * rows.size() + 1))
        + place.formatted(Html.px(left), Html.px(top), Html.px(cell))
        + "<title>%s</title>\n".formatted(Html.escape(title))
        + "<desc>The table under the picture has the numbers.</desc>\n"
        + labels(left, top, cell)
        + cells(left, top, cell)
        + "</svg>\n";
  }

  private static double widest(List<String> labels) {
    return labels.stream()
        .mapToDouble(label -> Math.min(WIDEST_LABEL, Html.width(visible(label))))
        .max()
        .orElse(0);
  }

  /** White space as signs: single characters are common labels of language models. */
  private static String visible(String label) {
    String signs = label.replace('\n', '\u21b5').replace('\t', '\u21e5');
    return signs.isBlank() ? signs.replace(' ', '\u2423') : signs;
  }

  private static String text(double value, String pattern) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, pattern, value) : "\u2013";
  }

  private String labels(double left, double top, double cell) {
    StringBuilder out = new StringBuilder();
    int everyRow = (int) Math.ceil(LINE_HEIGHT / cell);
    for (int row = 0; row < rows.size(); row += everyRow) {
      String label = Html.fitted(visible(rows.get(row)), WIDEST_LABEL);
      double y = top + (row + 0.5) * cell + GAP / 2;
      out.append(Html.text(left - GAP, y, " text-anchor=\"end\"", label));
    }
    int everyColumn = (int) Math.ceil(LINE_HEIGHT / DIAGONAL / cell);
    for (int column = 0; column < columns.size(); column += everyColumn) {
      String label = Html.fitted(visible(columns.get(column)), WIDEST_LABEL);
      double x = left + (column + 0.5) * cell;
      double y = top - GAP / 2;
      String rotate = " transform=\"rotate(-45 %s %s)\"".formatted(Html.px(x), Html.px(y));
      out.append(Html.text(x, y, rotate, label));
    }
    return out.toString();
  }

  private String cells(double left, double top, double cell) {
    StringBuilder texts = new StringBuilder();
    StringBuilder crosses = new StringBuilder();
    // One path a shade is a fifth of the size of one element a cell.
    List<StringBuilder> shades =
        IntStream.rangeClosed(0, SHADES).mapToObj(i -> new StringBuilder()).toList();
    // A hairline keeps neighbours apart where it does not outweigh the cells.
    String side = Html.px(cell >= CELL_WITH_HAIRLINE ? cell - 1 : cell);
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < columns.size(); column++) {
        double value = values.get(row).get(column);
        double x = left + column * cell;
        double y = top + row * cell;
        String corner = "M" + Html.px(x) + " " + Html.px(y);
        if (!Double.isFinite(value)) {
          crosses.append(corner).append("l%1$s %1$sm0 -%1$sl-%1$s %1$s".formatted(side));
          continue;
        }
        int shade = (int) Math.round(Math.max(0, Math.min(1, value)) * SHADES);
        shades.get(shade).append(corner).append("h%1$sv%1$sh-%1$sz".formatted(side));
        if (cell >= CELL_WITH_TEXT) {
          String look = shade >= DARK ? " class=\"light\"" : "";
          String anchor = look + " text-anchor=\"middle\"";
          String number = text(value, "%.2f");
          texts.append(Html.text(x + cell / 2, y + cell / 2 + GAP / 2, anchor, number));
        }
      }
    }
    StringBuilder out = new StringBuilder();
    for (int shade = 0; shade <= SHADES; shade++) {
      if (!shades.get(shade).isEmpty()) {
        String opacity = Html.px(Math.max(5, 100.0 * shade / SHADES));
        out.append("<path class=\"cell\" fill-opacity=\"%s%%\" d=\"".formatted(opacity));
        out.append(shades.get(shade)).append("\"/>\n");
      }
    }
    out.append("<path class=\"axis\" d=\"%s\"/>\n".formatted(crosses));
    return out.append(texts).toString();
  }
}
