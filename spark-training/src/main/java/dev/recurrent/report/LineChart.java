package dev.recurrent.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A chart of lines and areas over one axis, as inline SVG with its legend above and the table of
 * its numbers below. Without a point to show, the chart says "no data yet".
 *
 * @param title what the chart shows
 * @param series the lines and areas, in legend order; the first lies on top
 * @param marks places on the horizontal axis with a name
 * @param narrow whether two such charts stand side by side where there is room
 */
public record LineChart(
    String title, Axis x, Axis y, List<Series> series, List<Mark> marks, boolean narrow)
    implements Block {

  /** A vertical line with its name. */
  public record Mark(String name, double x) {}

  public LineChart {
    Objects.requireNonNull(title);
    Objects.requireNonNull(x);
    Objects.requireNonNull(y);
    series = List.copyOf(series);
    marks = List.copyOf(marks);
  }

  /** A chart over the page's whole width. */
  public static LineChart of(String title, Axis x, Axis y, Series... series) {
    return new LineChart(title, x, y, List.of(series), List.of(), false);
  }

  /** This chart with one more vertical line. */
  public LineChart withMark(String name, double place) {
    List<Mark> more = new ArrayList<>(marks);
    more.add(new Mark(name, place));
    return new LineChart(title, x, y, series, more, narrow);
  }

  /** This chart at half the width. */
  public LineChart half() {
    return new LineChart(title, x, y, series, marks, true);
  }

  @Override
  public String html() {
    ChartRows rows = ChartRows.of(this);
    String caption = "<figcaption>" + Html.escape(title) + "</figcaption>\n";
    if (rows.heights().findAny().isEmpty()) {
      return "<figure>\n" + caption + "<p class=\"empty\">no data yet</p>\n</figure>\n";
    }
    return "<figure class=\"%s\" data-x=\"%s\">\n"
            .formatted(narrow ? "chart narrow" : "chart", x.time() ? "time" : "number")
        + caption
        + legend()
        + "<div class=\"plot\">\n"
        + new ChartDrawing(this, rows).svg()
        + "</div>\n<details><summary>Numbers</summary>\n"
        + rows.table()
        + "</details>\n</figure>\n";
  }

  private String legend() {
    StringBuilder out = new StringBuilder("<ul class=\"legend\">\n");
    for (Series one : series) {
      out.append("<li><i class=\"%s %s\"></i>".formatted(one.kind().label(), one.colour().label()));
      out.append(Html.escape(one.name())).append("</li>\n");
    }
    return out.append("</ul>\n").toString();
  }
}
