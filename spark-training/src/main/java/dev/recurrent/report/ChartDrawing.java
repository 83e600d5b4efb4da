package dev.recurrent.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/** Draws a chart's axes, areas, lines and marks; units are px. {@code report.js} does the same. */
final class ChartDrawing {

  private static final int WIDTH = 960;
  private static final int NARROW_WIDTH = 464;
  private static final int HEIGHT = 300;
  private static final double TOP = 30;
  private static final double BOTTOM = HEIGHT - 46.0;
  private static final double RIGHT = 16;
  private static final double GAP = 8;

  /** From the middle of a line of text to its baseline. */
  private static final double BASELINE = 4;

  private static final double LINE_HEIGHT = 16;
  private static final int Y_TICKS = 5;

  /** About the least distance of two marks on the horizontal axis. */
  private static final int X_TICK_WIDTH = 90;

  private static final int DAY = 86_400;

  /** Series of at most so many points are drawn with a dot at each. */
  private static final int FEW_POINTS = 40;

  /** A smaller range, by its greatest value, is widened. */
  private static final double LEAST_RANGE = 1e-9;

  private final LineChart chart;
  private final ChartRows rows;
  private final double width;
  private final double left;
  private final double[] xRange;
  private final double[] yRange;
  private final List<Axis.Tick> yTicks;

  ChartDrawing(LineChart chart, ChartRows rows) {
    this.chart = chart;
    this.rows = rows;
    width = chart.narrow() ? NARROW_WIDTH : WIDTH;
    DoubleSummaryStatistics heights = rows.heights().summaryStatistics();
    double high = heights.getMax();
    double[] range =
        widened(new double[] {heights.getMin(), high}, high == 0 ? 1 : Math.abs(high) / 10);
    yRange = Axis.rounded(range[0], range[1], Y_TICKS);
    yTicks = chart.y().ticks(yRange[0], yRange[1], Y_TICKS, false);
    left = Math.ceil(yTicks.stream().mapToDouble(t -> Html.width(t.label())).max().orElse(0) + GAP);
    double[] x = rows.x();
    xRange = widened(new double[] {x[0], x[x.length - 1]}, chart.x().time() ? DAY : 1);
  }

  /** The range, or one around a range that is too small to be divided. */
  private static double[] widened(double[] range, double more) {
    double size = Math.max(Math.abs(range[0]), Math.abs(range[1]));
    return range[1] - range[0] > size * LEAST_RANGE
        ? range
        : new double[] {range[0] - more, range[1] + more};
  }

  private double px(double value) {
    return left + (value - xRange[0]) / (xRange[1] - xRange[0]) * (width - RIGHT - left);
  }

  private double py(double value) {
    return BOTTOM - (value - yRange[0]) / (yRange[1] - yRange[0]) * (BOTTOM - TOP);
  }

  String svg() {
    StringBuilder out = new StringBuilder();
    out.append("<svg role=\"img\" viewBox=\"0 0 %s %s\">\n".formatted(Html.px(width), HEIGHT));
    out.append("<title>").append(Html.escape(chart.title())).append("</title>\n");
    out.append("<desc>").append(Html.escape(chart.y().label() + " by " + chart.x().label()));
    out.append(". The table under the chart has the numbers.</desc>\n<g>\n");
    axes(out);
    List<Series> series = chart.series();
    for (int i = 0; i < series.size(); i++) {
      if (series.get(i).kind() != Series.Kind.LINE) {
        String look = series.get(i).kind().label() + " " + series.get(i).colour().label();
        out.append("<path class=\"%s\" d=\"%s\"/>\n".formatted(look, area(i)));
      }
    }
    for (int i = series.size() - 1; i >= 0; i--) {
      if (series.get(i).kind() == Series.Kind.LINE) {
        line(out, i);
      }
    }
    marks(out);
    return out.append("</g>\n</svg>\n").toString();
  }

  private void axes(StringBuilder out) {
    String right = Html.px(width - RIGHT);
    StringBuilder grid = new StringBuilder();
    out.append(Html.text(0, TOP - LINE_HEIGHT, "", chart.y().label()));
    for (Axis.Tick tick : yTicks) {
      double y = py(tick.value());
      grid.append(point('M', left, y)).append('H').append(right);
      out.append(Html.text(left - GAP, y + BASELINE, " text-anchor=\"end\"", tick.label()));
    }
    out.append("<path class=\"grid\" d=\"%s\"/>\n".formatted(grid));
    StringBuilder axis = new StringBuilder(point('M', left, BOTTOM)).append('H').append(right);
    boolean whole = Arrays.stream(rows.x()).allMatch(x -> x == Math.rint(x));
    int count = (int) ((width - RIGHT - left) / X_TICK_WIDTH);
    String context = "";
    for (Axis.Tick tick : chart.x().ticks(xRange[0], xRange[1], count, whole)) {
      double x = px(tick.value());
      axis.append(point('M', x, BOTTOM)).append("v5");
      String anchor = " text-anchor=\"%s\"".formatted(x > width - 2 * RIGHT ? "end" : "middle");
      out.append(Html.text(x, BOTTOM + LINE_HEIGHT + 2, anchor, tick.label()));
      if (!tick.context().equals(context)) {
        context = tick.context();
        out.append(Html.text(x, BOTTOM + 2 * LINE_HEIGHT + 2, anchor, context));
      }
    }
    out.append("<path class=\"axis\" d=\"%s\"/>\n".formatted(axis));
    if (!chart.x().time()) {
      double y = BOTTOM + 2 * LINE_HEIGHT + 6;
      out.append(Html.text((left + width) / 2, y, " text-anchor=\"middle\"", chart.x().label()));
    }
  }

  /** The rows of a series without those at which it has no point, cut at its gaps. */
  private List<List<Integer>> runs(double[] column) {
    List<List<Integer>> runs = new ArrayList<>();
    boolean gap = true;
    for (int row = 0; row < column.length; row++) {
      if (column[row] == ChartRows.GAP) {
        gap = true;
      } else if (!Double.isNaN(column[row])) {
        if (gap) {
          runs.add(new ArrayList<>());
        }
        gap = false;
        runs.get(runs.size() - 1).add(row);
      }
    }
    return runs;
  }

  private void line(StringBuilder out, int series) {
    double[] heights = rows.high(series);
    StringBuilder line = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    long points = Arrays.stream(heights).filter(Double::isFinite).count();
    for (List<Integer> run : runs(heights)) {
      for (int row : run) {
        double x = px(rows.x()[row]);
        line.append(point(row == run.get(0) ? 'M' : 'L', x, py(heights[row])));
        if (points <= FEW_POINTS || run.size() == 1) {
          // A stroke of no length with round ends is a dot, and far shorter than a circle.
          dots.append(point('M', x, py(heights[row]))).append("h0");
        }
      }
    }
    String colour = chart.series().get(series).colour().label();
    out.append("<path class=\"line %s\" d=\"%s\"/>\n".formatted(colour, line));
    if (!dots.isEmpty()) {
      out.append("<path class=\"dots %s\" d=\"%s\"/>\n".formatted(colour, dots));
    }
  }

  private String area(int series) {
    double[] low = rows.low(series);
    double[] high = rows.high(series);
    StringBuilder out = new StringBuilder();
    for (List<Integer> run : runs(high)) {
      for (int row : run) {
        out.append(point(row == run.get(0) ? 'M' : 'L', px(rows.x()[row]), py(high[row])));
      }
      for (int i = run.size() - 1; i >= 0; i--) {
        out.append(point('L', px(rows.x()[run.get(i)]), py(low[run.get(i)])));
      }
      out.append('Z');
    }
    return out.toString();
  }

  private void marks(StringBuilder out) {
    for (LineChart.Mark mark : chart.marks()) {
      if (mark.x() >= xRange[0] && mark.x() <= xRange[1]) {
        double x = px(mark.x());
        boolean end = x > (left + width) / 2;
        out.append("<g class=\"mark\" data-x=\"%s\">".formatted(mark.x()));
        out.append("<path d=\"%sV%s\"/>".formatted(point('M', x, TOP - GAP), Html.px(BOTTOM)));
        String anchor = end ? " text-anchor=\"end\"" : "";
        out.append(Html.text(end ? x - GAP : x + GAP, TOP - BASELINE, anchor, mark.name()));
        out.append("</g>\n");
      }
    }
  }

  private static String point(char command, double x, double y) {
    return command + Html.px(x) + " " + Html.px(y);
  }
}
