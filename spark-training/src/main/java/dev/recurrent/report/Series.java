package dev.recurrent.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A named line of a chart, drawn from left to right.
 *
 * <p>A point that is not finite leaves a gap in the line. Points whose x goes back, as after a
 * resumed run, are put in order; then those without a finite x are dropped, having no place.
 *
 * @param name the label in the legend
 * @param points the points in the units of the axes
 */
public record Series(String name, List<Point> points) {

  public Series {
    Objects.requireNonNull(name);
    points = leftToRight(points);
  }

  /** A series of the points (x[i], y[i]). */
  public static Series of(String name, double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(x.length + " x values with " + y.length + " y values");
    }
    List<Point> points = new ArrayList<>(x.length);
    for (int i = 0; i < x.length; i++) {
      points.add(new Point(x[i], y[i]));
    }
    return new Series(name, points);
  }

  private static List<Point> leftToRight(List<Point> points) {
    double last = Double.NEGATIVE_INFINITY;
    for (Point point : points) {
      if (Double.isFinite(point.x())) {
        if (point.x() < last) {
          return points.stream()
              .filter(p -> Double.isFinite(p.x()))
              .sorted(Comparator.comparingDouble(Point::x))
              .toList();
        }
        last = point.x();
      }
    }
    return List.copyOf(points);
  }
}
