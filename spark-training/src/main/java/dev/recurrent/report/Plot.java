package dev.recurrent.report;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rectangle of a line chart in which the lines are drawn, with its scales; units are px. */
record Plot(double left, double right, Scale x, Scale y) {

  static final int WIDTH = 880;
  static final int HEIGHT = 340;
  static final double TOP = 12;
  static final double BOTTOM = HEIGHT - 48.0;

  /** Room for the vertical axis' name, and between the tick labels and the plot. */
  static final double AXIS_NAME = 22;

  static final double TICK_GAP = 8;

  /** Longer labels of reference lines are cut. */
  static final double WIDEST_REFERENCE = 190;

  static final double REFERENCE_GAP = 20;

  private static final int Y_TICKS = 5;

  /** Numbers of ticks to try on the horizontal axis until the labels have room. */
  private static final List<Integer> X_TICKS = List.of(10, 8, 6, 5, 4, 3, 2);

  /** The least distance between two tick labels. */
  private static final double BETWEEN_LABELS = 16;

  private static final double LEAST_MARGIN = 16;

  /** The plot for a chart, or null if the chart has nothing that its axes can show. */
  static @Nullable Plot of(LineChart chart) {
    List<Point> points = shown(chart);
    if (points.isEmpty()) {
      return null;
    }
    boolean logY = chart.y().logarithmic();
    DoubleStream references =
        chart.references().stream()
            .mapToDouble(ReferenceLine::value)
            .filter(value -> Scale.shows(value, logY));
    DoubleStream values = points.stream().mapToDouble(Point::y);
    Scale y = Scale.round(Range.of(DoubleStream.concat(values, references)), logY, Y_TICKS);
    double left = AXIS_NAME + widest(y.ticks()) + TICK_GAP;
    Range range = Range.of(points.stream().mapToDouble(Point::x));
    double labels =
        chart.references().stream()
            .mapToDouble(r -> REFERENCE_GAP + Math.min(WIDEST_REFERENCE, Markup.width(r.label())))
            .max()
            .orElse(LEAST_MARGIN);
    Plot plot = null;
    for (int count : X_TICKS) {
      Scale x = Scale.tight(range, chart.x().logarithmic(), count);
      // The last label is centred on its tick and may stick out.
      plot = new Plot(left, WIDTH - Math.max(labels, widest(x.ticks()) / 2 + 2), x, y);
      if (plot.hasRoomForLabels()) {
        break;
      }
    }
    return plot;
  }

  private static List<Point> shown(LineChart chart) {
    Stream<Point> lines = chart.series().stream().flatMap(series -> series.points().stream());
    Stream<Point> edges =
        chart.bands().stream()
            .flatMap(band -> band.intervals().stream())
            .filter(i -> Scale.shows(i.low(), chart.y().logarithmic()))
            .filter(i -> Scale.shows(i.high(), chart.y().logarithmic()))
            .flatMap(i -> Stream.of(new Point(i.x(), i.low()), new Point(i.x(), i.high())));
    return Stream.concat(lines, edges)
        .filter(point -> Scale.shows(point.x(), chart.x().logarithmic()))
        .filter(point -> Scale.shows(point.y(), chart.y().logarithmic()))
        .toList();
  }

  private static double widest(List<Tick> ticks) {
    return ticks.stream().mapToDouble(tick -> Markup.width(tick.label())).max().orElse(0);
  }

  private boolean hasRoomForLabels() {
    for (int i = 1; i < x.ticks().size(); i++) {
      Tick one = x.ticks().get(i - 1);
      Tick next = x.ticks().get(i);
      double labels = (Markup.width(one.label()) + Markup.width(next.label())) / 2;
      if (px(next.value()) - px(one.value()) < labels + BETWEEN_LABELS) {
        return false;
      }
    }
    return true;
  }

  /** Where an x value is drawn, NaN if it cannot be. */
  double px(double value) {
    return left + x.fraction(value) * (right - left);
  }

  /** Where a y value is drawn, NaN if it cannot be. */
  double py(double value) {
    return BOTTOM - y.fraction(value) * (BOTTOM - TOP);
  }
}
