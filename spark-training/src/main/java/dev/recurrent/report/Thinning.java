package dev.recurrent.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Reduces a line to the least and greatest height in each of a number of columns, which looks the
 * same once a column is no wider than a pixel.
 *
 * <p>Where lines break depends on their x values and gaps alone, so two lines with equal ones keep
 * equal numbers of runs.
 */
final class Thinning {

  private final double left;
  private final double columnWidth;
  private final List<List<Point>> runs = new ArrayList<>();
  private List<Point> run = new ArrayList<>();
  private final List<Point> column = new ArrayList<>();
  private long columnNumber = -1;
  private boolean gap = true;

  private Thinning(double left, double columnWidth) {
    this.left = left;
    this.columnWidth = columnWidth;
  }

  /** The unbroken runs of a line from left to right, with about {@code budget} points at most. */
  static List<List<Point>> runs(List<Point> line, int budget) {
    List<Point> finite = line.stream().filter(Thinning::isFinite).toList();
    if (finite.isEmpty()) {
      return List.of();
    }
    double left = finite.get(0).x();
    double width = finite.get(finite.size() - 1).x() - left;
    boolean thins = finite.size() > budget;
    // Two points per column, and the ends of the line.
    Thinning thinning = new Thinning(left, thins ? width / Math.max(1, budget / 2 - 1) : 0);
    for (Point point : line) {
      thinning.add(point, thins);
    }
    thinning.endColumn();
    Point last = finite.get(finite.size() - 1);
    if (!thinning.run.get(thinning.run.size() - 1).equals(last)) {
      thinning.run.add(last);
    }
    return thinning.runs;
  }

  private static boolean isFinite(Point point) {
    return Double.isFinite(point.x()) && Double.isFinite(point.y());
  }

  private void add(Point point, boolean thins) {
    if (!isFinite(point)) {
      gap = true;
      return;
    }
    long number = 0;
    if (!thins) {
      number = columnNumber + 1;
    } else if (columnWidth > 0) {
      number = (long) ((point.x() - left) / columnWidth);
    }
    if (number != columnNumber) {
      endColumn();
      columnNumber = number;
      if (gap) {
        run = new ArrayList<>();
        runs.add(run);
      }
    }
    gap = false;
    column.add(point);
  }

  private void endColumn() {
    if (column.isEmpty()) {
      return;
    }
    int least = 0;
    int greatest = 0;
    for (int i = 1; i < column.size(); i++) {
      least = column.get(i).y() < column.get(least).y() ? i : least;
      greatest = column.get(i).y() > column.get(greatest).y() ? i : greatest;
    }
    if (runs.size() == 1 && run.isEmpty() && Math.min(least, greatest) > 0) {
      run.add(column.get(0));
    }
    run.add(column.get(Math.min(least, greatest)));
    if (least != greatest) {
      run.add(column.get(Math.max(least, greatest)));
    }
    column.clear();
  }
}
