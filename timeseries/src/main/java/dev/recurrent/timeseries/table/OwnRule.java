package dev.recurrent.timeseries.table;

import dev.recurrent.timeseries.series.Frequency;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A series whose times another rule explains than the table's: a weekly one among daily ones. Most
 * of the table's steps would have no row of it, and nearly all of its own rule's steps have one.
 */
final class OwnRule {
  /** Fewer times follow a rule by chance. */
  private static final int TIMES = 10;

  /** Share of the table's steps without a row from which on its rule is in doubt. */
  private static final double EMPTY = 0.2;

  /** Share of its own rule's steps that may have no row. */
  private static final double OWN_EMPTY = 0.05;

  private OwnRule() {}

  /**
   * What is said of such a series; empty for one that the table's rule explains, or no rule.
   *
   * @param times of the series on the table's clock, in any order
   */
  static Optional<String> other(String name, long[] times, Frequency table, boolean index) {
    long[] sorted = Arrays.stream(times).sorted().distinct().toArray();
    if (sorted.length < TIMES) {
      return Optional.empty();
    }
    long all = steps(table.anchored(sorted), sorted);
    if (all - sorted.length <= EMPTY * all) {
      return Optional.empty();
    }
    try {
      Frequency own = index ? Frequency.ofIndex(sorted) : Frequency.ofTimes(sorted, List.of());
      long steps = steps(own, sorted);
      return steps - sorted.length > OWN_EMPTY * steps
          ? Optional.empty()
          : Optional.of(said(name, own, table, all, sorted.length));
    } catch (IllegalArgumentException e) {
      // No rule, or two: its times contradict no other's.
      return Optional.empty();
    }
  }

  private static long steps(Frequency rule, long[] sorted) {
    return rule.step(sorted[sorted.length - 1]) - rule.step(sorted[0]) + 1;
  }

  private static String said(String name, Frequency own, Frequency table, long all, int rows) {
    return String.format(
        Locale.ROOT,
        "series \"%s\" has rows for %s (%s), the table's longest series for %s (%s): %,d of its"
            + " %,d steps would have no row; put series of one frequency in a table, or pass"
            + " --frequency %s if its rows are some of these steps",
        name,
        own.describe(),
        own,
        table.describe(),
        table,
        all - rows,
        all,
        table);
  }
}
