package dev.recurrent.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Draws the bands and lines of a chart, thinned to a bounded number of points. */
record Curves(Plot plot, LineChart chart) {

  /** At about 12 bytes each these leave room for the rest in 60 kB. */
  private static final int POINTS = 3600;

  private static final int FEWEST_POINTS = 16;

  /** Lines with more points than about one per px run together and are drawn finer. */
  private static final int DENSE = 800;

  String svg() {
    int curves = chart.series().size() + 2 * chart.bands().size();
    int budget = Math.max(FEWEST_POINTS, POINTS / Math.max(1, curves));
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < chart.bands().size(); i++) {
      out.append(
          "<path class=\"band\" fill-opacity=\"%s\" d=\"%s\"/>\n"
              .formatted(Stroke.bandOpacity(i), area(chart.bands().get(i), budget)));
    }
    backToFront().forEach(i -> appendLine(out, i, budget));
    return out.toString();
  }

  /** Lines of many points would hide those of few; of equal ones the first comes to the front. */
  private List<Integer> backToFront() {
    Comparator<Integer> bySize =
        Comparator.comparingInt(i -> chart.series().get(i).points().size());
    return IntStream.range(0, chart.series().size())
        .boxed()
        .sorted(bySize.thenComparing(Comparator.naturalOrder()).reversed())
        .toList();
  }

  private void appendLine(StringBuilder out, int index, int budget) {
    List<Point> pixels =
        chart.series().get(index).points().stream()
            .map(point -> new Point(plot.px(point.x()), plot.py(point.y())))
            .toList();
    boolean dense = pixels.size() > DENSE;
    StringBuilder line = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (List<Point> run : Thinning.runs(pixels, budget)) {
      if (run.size() == 1) {
        // A stroke of no length with round ends is a dot, and far shorter than a circle element.
        dots.append(move(run.get(0).x(), run.get(0).y())).append("h0");
      } else {
        line.append(path(run));
      }
    }
    Stroke stroke = Stroke.of(index);
    if (!line.isEmpty()) {
      out.append("<path %s d=\"%s\"/>\n".formatted(stroke.attributes(dense), line));
    }
    if (!dots.isEmpty()) {
      out.append("<path class=\"dots s%s\" d=\"%s\"/>\n".formatted(stroke.colour(), dots));
    }
  }

  private String area(Band band, int budget) {
    List<Point> low = new ArrayList<>();
    List<Point> high = new ArrayList<>();
    for (Interval interval : band.intervals()) {
      double x = plot.px(interval.x());
      double bottom = plot.py(interval.low());
      double top = plot.py(interval.high());
      // A missing edge takes the other one with it, so that both break at the same places.
      low.add(new Point(x, Double.isNaN(top) ? top : bottom));
      high.add(new Point(x, Double.isNaN(bottom) ? bottom : top));
    }
    List<List<Point>> below = Thinning.runs(low, budget);
    List<List<Point>> above = Thinning.runs(high, budget);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < below.size(); i++) {
      List<Point> outline = new ArrayList<>(above.get(i));
      Collections.reverse(outline);
      outline.addAll(0, below.get(i));
      out.append(path(outline)).append('Z');
    }
    return out.toString();
  }

  private static String path(List<Point> points) {
    StringBuilder out = new StringBuilder(points.size() * 12);
    for (Point point : points) {
      out.append(out.isEmpty() ? 'M' : ' ');
      out.append(Markup.px(point.x())).append(' ').append(Markup.px(point.y()));
    }
    return out.toString();
  }

  /** The path command that begins a line at a place. */
  static String move(double x, double y) {
    return "M" + Markup.px(x) + " " + Markup.px(y);
  }
}
