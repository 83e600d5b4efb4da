package dev.recurrent.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training run, seen at its validations.
 *
 * @param name whose
 * @param points in time's order, at least two
 * @param bytesUp what workers sent up in all of it, or null where nobody counted
 */
record TrainingCurve(String name, List<Point> points, @Nullable Long bytesUp) {
  /**
   * A validation.
   *
   * @param seconds of training before it, validations left out
   * @param targets trained on
   * @param loss nats a character
   */
  record Point(double seconds, double targets, double loss) {}

  /**
   * From a peer's {@code {"name", "points": [[seconds, targets, loss], ...]}}, perhaps with
   * "bytes_up".
   */
  static TrainingCurve of(JsonNode answer) {
    List<Point> points = new ArrayList<>();
    for (JsonNode point : answer.path("points")) {
      points.add(
          new Point(point.get(0).asDouble(), point.get(1).asDouble(), point.get(2).asDouble()));
    }
    Long bytesUp = answer.has("bytes_up") ? Long.valueOf(answer.get("bytes_up").asLong()) : null;
    return new TrainingCurve(answer.path("name").asText(), points, bytesUp);
  }

  /** Between the first validation, when compilers have done their work, and the last. */
  double targetsPerSecond() {
    Point first = points.get(0);
    Point last = points.get(points.size() - 1);
    return (last.targets - first.targets) / (last.seconds - first.seconds);
  }

  /** Half the distance of the quartiles of the rates between validations, by their median. */
  double spread() {
    double[] rates = new double[points.size() - 1];
    for (int i = 0; i < rates.length; i++) {
      Point a = points.get(i);
      Point b = points.get(i + 1);
      rates[i] = (b.targets - a.targets) / (b.seconds - a.seconds);
    }
    Arrays.sort(rates);
    int n = rates.length;
    return (rates[(3 * n - 1) / 4] - rates[n / 4]) / 2 / rates[n / 2];
  }

  double best() {
    return points.stream().mapToDouble(Point::loss).min().orElse(Double.NaN);
  }

  /** The loss after so many targets, interpolated; the last one if the run was shorter. */
  double lossAt(double targets) {
    Point before = points.get(0);
    for (Point at : points) {
      if (at.targets >= targets) {
        double stretch = at.targets - before.targets;
        double share = stretch == 0 ? 1 : (targets - before.targets) / stretch;
        return before.loss + share * (at.loss - before.loss);
      }
      before = at;
    }
    return before.loss;
  }

  /** Seconds until the loss, interpolated between validations; NaN if it never came. */
  double secondsTo(double target) {
    for (int i = 0; i < points.size(); i++) {
      Point at = points.get(i);
      if (at.loss <= target) {
        if (i == 0) {
          return at.seconds;
        }
        Point before = points.get(i - 1);
        double share = (before.loss - target) / (before.loss - at.loss);
        return before.seconds + share * (at.seconds - before.seconds);
      }
    }
    return Double.NaN;
  }

  /**
   * @param own the curve of our engine, which this one's speed is compared with
   */
  Map<String, Object> row(double target, TrainingCurve own) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", name);
    row.put("targets_per_second", targetsPerSecond());
    row.put("spread", spread());
    row.put("ratio", own.targetsPerSecond() / targetsPerSecond());
    double seconds = secondsTo(target);
    row.put("minutes_to_target", Double.isNaN(seconds) ? "never" : seconds / 60);
    row.put("best", best());
    if (bytesUp != null) {
      row.put("bytes_up", bytesUp);
    }
    row.put("points", points.stream().map(p -> List.of(p.seconds, p.targets, p.loss)).toList());
    return row;
  }

  String line(double target, TrainingCurve own) {
    double seconds = secondsTo(target);
    Point last = points.get(points.size() - 1);
    return String.format(
        Locale.ROOT,
        "%-40s %,8.0f targets/s ±%2.0f %%, ours by that %.2f; %.2f nats/char after %s; best %.3f;"
            + " %.3f after %,.0f targets, ours then %.3f%s",
        name,
        targetsPerSecond(),
        100 * spread(),
        own.targetsPerSecond() / targetsPerSecond(),
        target,
        Double.isNaN(seconds) ? "no time" : String.format(Locale.ROOT, "%.1f min", seconds / 60),
        best(),
        last.loss,
        last.targets,
        own.lossAt(last.targets),
        bytesUp == null
            ? ""
            : String.format(
                Locale.ROOT,
                "; %.0f MB up, %.1f bytes a target",
                bytesUp / 1e6,
                bytesUp / last.targets));
  }
}
