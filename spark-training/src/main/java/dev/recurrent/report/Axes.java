package dev.recurrent.report;

/** Draws grid lines, tick labels and the names of the axes. */
record Axes(Plot plot, LineChart chart) {

  /** From the middle of a line of text to its baseline. */
  static final double BASELINE = 4;

  private static final double TICK = 5;

  String svg() {
    StringBuilder grid = new StringBuilder();
    StringBuilder marks = new StringBuilder();
    StringBuilder labels = new StringBuilder();
    for (Tick tick : plot.y().ticks()) {
      double y = plot.py(tick.value());
      grid.append(Curves.move(plot.left(), y)).append('H').append(Markup.px(plot.right()));
      labels.append(
          Markup.text(
              plot.left() - Plot.TICK_GAP, y + BASELINE, "text-anchor=\"end\"", tick.label()));
    }
    marks.append(Curves.move(plot.left(), Plot.BOTTOM));
    marks.append('H').append(Markup.px(plot.right()));
    for (Tick tick : plot.x().ticks()) {
      double x = plot.px(tick.value());
      marks.append(Curves.move(x, Plot.BOTTOM)).append('v').append(Markup.px(TICK));
      labels.append(Markup.text(x, Plot.BOTTOM + 19, "text-anchor=\"middle\"", tick.label()));
    }
    String lines = "<path class=\"%s\" fill=\"none\" d=\"%s\"/>\n";
    return lines.formatted("grid", grid) + lines.formatted("axis", marks) + labels + names();
  }

  private String names() {
    double middle = (Plot.TOP + Plot.BOTTOM) / 2;
    String turned = "class=\"name\" text-anchor=\"middle\" transform=\"rotate(-90 14 %s)\"";
    return Markup.text(
            (plot.left() + plot.right()) / 2,
            Plot.HEIGHT - 6.0,
            "class=\"name\" text-anchor=\"middle\"",
            Markup.fitted(chart.x().label(), plot.right() - plot.left()))
        + Markup.text(
            14,
            middle,
            turned.formatted(Markup.px(middle)),
            Markup.fitted(chart.y().label(), Plot.BOTTOM - Plot.TOP));
  }
}
