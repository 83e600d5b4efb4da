package dev.recurrent.report;

/** Lists the lines and bands of a chart as HTML outside the drawing, where it covers nothing. */
record Legend(LineChart chart) {

  String html() {
    if (chart.series().isEmpty() && chart.bands().isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder("<ul class=\"legend\">\n");
    for (int i = 0; i < chart.series().size(); i++) {
      append(
          out,
          "<path %s d=\"M1 6H35\"/>".formatted(Stroke.of(i).attributes(false)),
          chart.series().get(i).name());
    }
    StringBuilder bands = new StringBuilder();
    for (int i = 0; i < chart.bands().size(); i++) {
      // Wider bands lie under this one and darken it, here as in the drawing.
      bands.append(
          "<path class=\"band\" fill-opacity=\"%s\" d=\"M1 0H35V12H1Z\"/>"
              .formatted(Stroke.bandOpacity(i)));
      append(out, bands.toString(), chart.bands().get(i).name());
    }
    return out.append("</ul>\n").toString();
  }

  private static void append(StringBuilder out, String mark, String name) {
    out.append("<li><svg width=\"36\" height=\"12\" aria-hidden=\"true\">").append(mark);
    out.append("</svg>").append(Markup.escape(name)).append("</li>\n");
  }
}
