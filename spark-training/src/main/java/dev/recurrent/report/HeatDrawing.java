package dev.recurrent.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws a heat map: labels, cells and a key to the shades; units are px. */
record HeatDrawing(HeatMap map) {

  private static final double WIDTH = 880;
  private static final double CELLS_HEIGHT = 600;
  private static final double SMALLEST_CELL = 5;
  private static final double LARGEST_CELL = 34;
  private static final double LEAST_WITH_HAIRLINE = 10;
  private static final double WIDEST_LABEL = 140;

  /** Lines of text closer than this would overlap; turned text needs the diagonal. */
  private static final double LINE_HEIGHT = 14;

  private static final double DIAGONAL = Math.sqrt(0.5);
  private static final double GAP = 8;
  private static final double KEY_HEIGHT = 44;

  /** Room for the key below, however few columns there are. */
  private static final double KEY_WIDTH = 240;

  private static final int SHADES = 20;

  /** Maps with more cells show no value on hovering, which would take most of their size. */
  private static final int MOST_TOOLTIPS = 600;

  /** More rows than this are too many to read out. */
  private static final int MOST_SENTENCES = 40;

  String svg() {
    if (map.rows().isEmpty() || map.columns().isEmpty()) {
      return "<p class=\"subtitle\">no data yet</p>\n";
    }
    // Whole px keep the edges of the cells sharp.
    double left = Math.ceil(widest(map.rows()) + GAP);
    double slant = widest(map.columns()) * DIAGONAL;
    double top = Math.ceil(slant + 2 * GAP);
    double fit =
        Math.min((WIDTH - left - slant) / map.columns().size(), CELLS_HEIGHT / map.rows().size());
    double cell = Math.floor(Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, fit)));
    double width = Math.max(left + cell * map.columns().size() + slant + GAP, left + KEY_WIDTH);
    double bottom = top + cell * map.rows().size();
    return "<svg class=\"heat\" role=\"img\" viewBox=\"0 0 %s %s\" width=\"%1$s\">\n"
            .formatted(Markup.px(width), Markup.px(bottom + KEY_HEIGHT))
        + "<title>%s</title>\n<desc>%s</desc>\n"
            .formatted(Markup.escape(map.title()), Markup.escape(summary()))
        + labels(left, top, cell)
        + cells(left, top, cell)
        + key(left, bottom + GAP * 2)
        + "</svg>\n";
  }

  private static double widest(List<String> labels) {
    return labels.stream()
        .mapToDouble(label -> Math.min(WIDEST_LABEL, Markup.width(visible(label))))
        .max()
        .orElse(0);
  }

  /** White space as signs: single characters are common labels of language models. */
  private static String visible(String label) {
    String signs = label.replace('\n', '\u21b5').replace('\t', '\u21e5');
    return signs.isBlank() ? signs.replace(' ', '\u2423') : signs;
  }

  private String labels(double left, double top, double cell) {
    StringBuilder out = new StringBuilder();
    int everyRow = (int) Math.ceil(LINE_HEIGHT / cell);
    for (int row = 0; row < map.rows().size(); row += everyRow) {
      double y = top + (row + 0.5) * cell + Axes.BASELINE;
      String label = Markup.fitted(visible(map.rows().get(row)), WIDEST_LABEL);
      out.append(Markup.text(left - GAP, y, "text-anchor=\"end\"", label));
    }
    int everyColumn = (int) Math.ceil(LINE_HEIGHT / DIAGONAL / cell);
    for (int column = 0; column < map.columns().size(); column += everyColumn) {
      double x = left + (column + 0.5) * cell;
      double y = top - GAP / 2;
      String turned = "transform=\"rotate(-45 %s %s)\"".formatted(Markup.px(x), Markup.px(y));
      String label = Markup.fitted(visible(map.columns().get(column)), WIDEST_LABEL);
      out.append(Markup.text(x, y, turned, label));
    }
    return out.toString();
  }

  private String cells(double left, double top, double cell) {
    StringBuilder out = new StringBuilder();
    double height = cell * map.rows().size();
    out.append(ground(left, top, cell * map.columns().size(), height));
    StringBuilder crosses = new StringBuilder();
    // One path per shade is a fifth of the size of one element per cell.
    List<StringBuilder> shades =
        IntStream.rangeClosed(0, SHADES).mapToObj(i -> new StringBuilder()).toList();
    for (int row = 0; row < map.rows().size(); row++) {
      for (int column = 0; column < map.columns().size(); column++) {
        double value = map.values().get(row).get(column);
        String corner = Curves.move(left + column * cell, top + row * cell);
        if (Double.isFinite(value)) {
          shades.get(shade(value)).append(square(corner, cell));
        } else {
          crosses.append(corner).append("l%1$s %1$sm0 -%1$sl-%1$s %1$s".formatted(Markup.px(cell)));
        }
      }
    }
    for (int shade = 1; shade <= SHADES; shade++) {
      out.append(shaded(shade, shades.get(shade)));
    }
    out.append("<path class=\"axis\" fill=\"none\" d=\"%s\"/>\n".formatted(crosses));
    return out.append(tooltips(left, top, cell)).toString();
  }

  private static String ground(double left, double top, double width, double height) {
    return "<rect class=\"ground\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"/>\n"
        .formatted(Markup.px(left), Markup.px(top), Markup.px(width), Markup.px(height));
  }

  private static int shade(double value) {
    return (int) Math.round(Math.max(0, Math.min(1, value)) * SHADES);
  }

  private static String square(String corner, double side) {
    // A hairline keeps neighbours apart where it does not outweigh the cells.
    String length = Markup.px(side >= LEAST_WITH_HAIRLINE ? side - 1 : side);
    return corner + "h" + length + "v" + length + "h-" + length + "z";
  }

  private static String shaded(int shade, CharSequence path) {
    return path.isEmpty()
        ? ""
        : "<path class=\"cell\" fill-opacity=\"%s%%\" d=\"%s\"/>\n"
            .formatted(shade * 100 / SHADES, path);
  }

  private String tooltips(double left, double top, double cell) {
    if (map.rows().size() * map.columns().size() > MOST_TOOLTIPS) {
      return "";
    }
    StringBuilder out = new StringBuilder("<g fill=\"none\" pointer-events=\"all\">\n");
    for (int row = 0; row < map.rows().size(); row++) {
      for (int column = 0; column < map.columns().size(); column++) {
        out.append(
            "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%3$s\"><title>%s</title></rect>\n"
                .formatted(
                    Markup.px(left + column * cell),
                    Markup.px(top + row * cell),
                    Markup.px(cell),
                    Markup.escape(reading(row, column))));
      }
    }
    return out.append("</g>\n").toString();
  }

  private String reading(int row, int column) {
    return "%s, %s: %s"
        .formatted(
            visible(map.rows().get(row)),
            visible(map.columns().get(column)),
            NumberText.rounded(map.values().get(row).get(column)));
  }

  private static String key(double left, double top) {
    double side = 12;
    double end = left + 16 + SHADES / 2 * side;
    StringBuilder out = new StringBuilder(Markup.text(left, top + 10, "", "0"));
    out.append(ground(left + 16, top, (SHADES / 2 + 1) * side, side));
    for (int i = 0; i <= SHADES / 2; i++) {
      out.append(shaded(2 * i, square(Curves.move(left + 16 + i * side, top), side)));
    }
    return out.append(Markup.text(end + side + 5, top + 10, "", "1")).toString();
  }

  private String summary() {
    String size = "%s rows, %s columns.".formatted(map.rows().size(), map.columns().size());
    return size
        + IntStream.range(0, Math.min(MOST_SENTENCES, map.rows().size()))
            .mapToObj(row -> " Strongest in row " + reading(row, strongest(row)) + ".")
            .collect(Collectors.joining());
  }

  private int strongest(int row) {
    List<Double> values = map.values().get(row);
    int best = 0;
    for (int column = 1; column < values.size(); column++) {
      // Written so that a number beats NaN.
      if (!(values.get(column) <= values.get(best)) && Double.isFinite(values.get(column))) {
        best = column;
      }
    }
    return best;
  }
}
