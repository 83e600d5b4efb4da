package dev.recurrent.timeseries.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The step of each time of a series. Where nearly all times lie on steps, one between two of them
 * was shifted, as a week's row is by a holiday: it counts for the nearest step that has no row.
 * Where many lie between steps, each counts for the step before it, but for those of days that the
 * rule leaves out, such as Sundays among business days: these are never more than shifted.
 */
final class RowSteps {
  private static final int TENTH = 10;
  private static final int NAMED = 3;

  private final Frequency rule;
  private final Set<Long> held = new HashSet<>();
  private final Map<Long, Long> shifted = new TreeMap<>();
  private final List<ShiftedRow> named = new ArrayList<>();
  private final int between;

  /**
   * @param times in any order, some of them equal
   */
  RowSteps(long[] times, Frequency rule) {
    this.rule = rule;
    long[] strays = Arrays.stream(times).filter(time -> !rule.holds(time)).sorted().toArray();
    between = strays.length;
    boolean few = between <= Math.max(1, times.length / TENTH);
    long[] moved =
        few ? strays : Arrays.stream(strays).filter(time -> rule.leavesOut(time)).toArray();
    if (moved.length > 0) {
      Set<Long> off = new HashSet<>(Arrays.stream(moved).boxed().toList());
      Arrays.stream(times)
          .filter(time -> !off.contains(time))
          .forEach(time -> held.add(rule.step(time)));
      Set<Long> taken = new HashSet<>(held);
      for (long time : moved) {
        shifted.computeIfAbsent(time, t -> nearest(t, taken));
      }
    }
  }

  private long nearest(long time, Set<Long> taken) {
    long before = rule.step(time);
    boolean late = rule.time(before + 1) - time < time - rule.time(before);
    long nearest = late ? before + 1 : before;
    long other = late ? before : before + 1;
    long step = taken.contains(nearest) && !taken.contains(other) ? other : nearest;
    if (named.size() < NAMED) {
      named.add(new ShiftedRow(time, rule.time(step), !taken.contains(step)));
    }
    taken.add(step);
    return step;
  }

  long step(long time) {
    Long near = shifted.get(time);
    return near == null ? rule.step(time) : near;
  }

  /** Whether a time was shifted to a step that has a row of its own. */
  boolean yields(long time) {
    Long near = shifted.get(time);
    return near != null && held.contains(near);
  }

  /** Times between steps. */
  int between() {
    return between;
  }

  /** The first of the shifted ones. */
  List<ShiftedRow> named() {
    return named;
  }
}
