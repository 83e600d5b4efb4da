package dev.recurrent.timeseries.table;

import dev.recurrent.timeseries.series.EmptyHours;
import dev.recurrent.timeseries.series.EmptyWeekdays;
import dev.recurrent.timeseries.series.Frequency;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A series whose times another rule explains than the table's or the model's: a weekly one among
 * daily ones. That rule's steps nearly all have a row of it, and of the other rule's steps many
 * have none, or many of its rows lie between them.
 */
final class OwnRule {
  /** Fewer times follow a rule by chance. */
  private static final int TIMES = 10;

  /** Share of the other rule's steps without a row from which on that rule is in doubt. */
  private static final double EMPTY = 0.2;

  /** One time in so many may lie between the other rule's steps. */
  private static final int HUNDRED = 100;

  /** Share of its own rule's steps that may have no row. */
  private static final double OWN_EMPTY = 0.05;

  private final String series;
  private final long[] times;
  private final Frequency expected;
  private final long steps;
  private final long strays;

  /**
   * @param times of the series, sorted and different
   */
  private OwnRule(String series, long[] times, Frequency expected) {
    this.series = series;
    this.times = times;
    this.expected = expected;
    Frequency anchored = expected.anchored(times);
    steps = steps(anchored, times);
    strays = Arrays.stream(times).filter(time -> !anchored.holds(time)).count();
  }

  /**
   * What is said of a series of another rule than that of the table's longest series; empty for one
   * that this rule explains, and for one without a rule.
   *
   * @param series as messages call it
   * @param times of the series on the table's clock, in any order
   * @param index whether they are numbers that are no times
   */
  static Optional<String> amongOthers(String series, long[] times, Frequency table, boolean index) {
    OwnRule rule = of(series, times, table);
    return rule.explained()
        ? Optional.empty()
        : rule.own(index)
            .map(
                own ->
                    rule.said(named(own), "the table's longest series for " + named(table))
                        + "; put series of one frequency in a table, or pass --frequency "
                        + table.option()
                        + " if its rows are some of these steps");
  }

  /**
   * What is said of a series of another rule than that of a model; empty as above.
   *
   * @param given whether a user gave the rule in training: business days may then be days, and days
   *     without rows are no surprise
   */
  static Optional<String> ofModel(
      String series, long[] times, Frequency model, boolean index, boolean given) {
    OwnRule rule = of(series, times, model);
    Optional<String> seen = rule.seen(index, given);
    return seen.map(
        rows ->
            rule.said(rows, "the model was trained on " + named(model))
                + "; give a table of the model's frequency, or "
                + rule.remedy());
  }

  /** Where rows are more than steps, they cannot be put on them. */
  private String remedy() {
    return times.length > steps
        ? "train a model on this table"
        : "pass --frequency " + expected.option() + " to put the rows on the model's steps";
  }

  private Optional<String> seen(boolean index, boolean given) {
    if (explained()) {
      return Optional.empty();
    }
    Optional<Frequency> own = own(index);
    if (own.isEmpty() && !given) {
      long few = times.length / HUNDRED;
      return Optional.ofNullable(EmptyWeekdays.of(expected, times, few))
          .or(() -> Optional.ofNullable(EmptyHours.of(expected, times, few)))
          .map(d -> d + " alone");
    }
    boolean days = given && expected.option().equals("D");
    return own.filter(rule -> !(days && rule.option().equals("B"))).map(OwnRule::named);
  }

  private static OwnRule of(String series, long[] times, Frequency expected) {
    return new OwnRule(series, Arrays.stream(times).sorted().distinct().toArray(), expected);
  }

  private boolean explained() {
    return times.length < TIMES
        || (steps - times.length <= EMPTY * steps && strays <= Math.max(1, times.length / HUNDRED));
  }

  private Optional<Frequency> own(boolean index) {
    try {
      Frequency own = index ? Frequency.ofIndex(times) : Frequency.ofTimes(times, List.of());
      long all = steps(own, times);
      return all - times.length > OWN_EMPTY * all ? Optional.empty() : Optional.of(own);
    } catch (IllegalArgumentException e) {
      // No rule, or two: its times contradict no other's.
      return Optional.empty();
    }
  }

  private static long steps(Frequency rule, long[] sorted) {
    return rule.step(sorted[sorted.length - 1]) - rule.step(sorted[0]) + 1;
  }

  private static String named(Frequency rule) {
    return rule.describe() + " (" + rule + ")";
  }

  private String said(String seen, String others) {
    String what =
        strays > Math.max(1, times.length / HUNDRED)
            ? String.format(
                Locale.ROOT,
                "%,d of its %,d rows would lie between two steps",
                strays,
                times.length)
            : String.format(
                Locale.ROOT, "%,d of its %,d steps would have no row", steps - times.length, steps);
    return series + " has rows for " + seen + ", " + others + ": " + what;
  }
}
