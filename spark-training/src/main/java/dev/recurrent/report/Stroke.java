package dev.recurrent.report;

import java.util.List;

/**
 * How the line of a series looks.
 *
 * @param colour the number of a colour of the style sheet
 * @param dashes lengths of dashes and gaps in px; empty for a solid line
 */
record Stroke(int colour, String dashes) {

  static final int COLOURS = 6;

  private static final List<String> DASHES =
      List.of("", "7 4", "2 3", "11 3 2 3", "14 5", "6 2 2 2 2 2");

  /** The look of a chart's series by its place; 36 series in a row look different. */
  static Stroke of(int series) {
    int round = series / COLOURS;
    return new Stroke(series % COLOURS, DASHES.get((series + round) % DASHES.size()));
  }

  /** The opacity of a band by its place, from the widest to the narrowest. */
  static String bandOpacity(int band) {
    return Markup.px(Math.min(0.6, 0.2 + 0.1 * band));
  }

  String attributes(boolean dense) {
    return "class=\"%s s%s\" fill=\"none\"".formatted(dense ? "line dense" : "line", colour)
        + (dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"");
  }
}
