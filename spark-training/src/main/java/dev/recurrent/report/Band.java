package dev.recurrent.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A shaded area between two lines, for the quantiles of a forecast; an interval that is not finite
 * leaves a gap.
 *
 * @param name the label in the legend
 * @param intervals the stretches from left to right; an x less than the one before is refused
 */
public record Band(String name, List<Interval> intervals) {

  public Band {
    Objects.requireNonNull(name);
    intervals = List.copyOf(intervals);
    double last = Double.NEGATIVE_INFINITY;
    for (Interval interval : intervals) {
      if (interval.x() < last) {
        throw new IllegalArgumentException("A band goes back from " + last + " to " + interval.x());
      }
      last = Double.isNaN(interval.x()) ? last : interval.x();
    }
  }

  /** The band between two series with equal x values. */
  public static Band between(String name, Series low, Series high) {
    int size = low.points().size();
    if (size != high.points().size()) {
      throw new IllegalArgumentException(
          "A band between " + size + " and " + high.points().size() + " points");
    }
    List<Interval> intervals = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      Point below = low.points().get(i);
      Point above = high.points().get(i);
      if (Double.compare(below.x(), above.x()) != 0) {
        throw new IllegalArgumentException("A band between x " + below.x() + " and " + above.x());
      }
      intervals.add(new Interval(below.x(), below.y(), above.y()));
    }
    return new Band(name, intervals);
  }
}
