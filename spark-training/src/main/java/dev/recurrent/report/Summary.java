package dev.recurrent.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Says in words what a line chart shows, for readers who do not see the drawing. */
record Summary(LineChart chart) {

  String text() {
    String axes = "%s over %s.".formatted(chart.y().label(), chart.x().label());
    String lines = chart.series().stream().map(this::sentence).collect(Collectors.joining());
    String references =
        chart.references().stream()
            .map(
                r ->
                    " Reference line %s at %s.".formatted(r.label(), NumberText.rounded(r.value())))
            .collect(Collectors.joining());
    String bands =
        chart.bands().stream()
            .map(band -> " Shaded band: %s.".formatted(band.name()))
            .collect(Collectors.joining());
    return axes + lines + bands + references;
  }

  private String sentence(Series series) {
    List<Point> points =
        series.points().stream()
            .filter(point -> Scale.shows(point.x(), chart.x().logarithmic()))
            .filter(point -> Scale.shows(point.y(), chart.y().logarithmic()))
            .toList();
    if (points.isEmpty()) {
      return " %s: no data yet.".formatted(series.name());
    }
    Comparator<Point> byHeight = Comparator.comparingDouble(Point::y);
    Point least = points.stream().min(byHeight).orElseThrow();
    Point greatest = points.stream().max(byHeight).orElseThrow();
    return " %s: %s points from %s to %s, lowest %s at %s, highest %s at %s."
        .formatted(
            series.name(),
            points.size(),
            NumberText.rounded(points.get(0).y()),
            NumberText.rounded(points.get(points.size() - 1).y()),
            NumberText.rounded(least.y()),
            NumberText.rounded(least.x()),
            NumberText.rounded(greatest.y()),
            NumberText.rounded(greatest.x()));
  }
}
