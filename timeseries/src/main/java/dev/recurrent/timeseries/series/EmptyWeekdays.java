package dev.recurrent.timeseries.series;

import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Days of the week on which a rule of days has steps and a series has no rows, while it has rows on
 * most of the other days: Mondays, Wednesdays and Fridays, or Sundays to Thursdays.
 */
public final class EmptyWeekdays {
  private static final int WEEK = 7;

  /** Weeks from which on an empty day is no chance. */
  private static final int WEEKS = 4;

  /** Share of its weeks in which a day that is not empty has a row. */
  private static final double FULL = 0.8;

  private EmptyWeekdays() {}

  /**
   * Which days have rows, such as "Monday, Wednesday and Friday"; null where the rule's other days
   * are not regularly empty, or the rule's steps are no days.
   *
   * @param times sorted
   * @param strays rows that a day may have and still count as empty
   */
  public static @Nullable String of(Frequency rule, long[] times, long strays) {
    long first = rule.step(times[0]);
    long last = rule.step(times[times.length - 1]);
    if (!ofDays(rule) || last - first + 1 > 2L * WEEK * times.length) {
      return null;
    }
    int[] steps = new int[WEEK];
    int[] rows = new int[WEEK];
    for (long step = first; step <= last; step++) {
      steps[weekday(rule.time(step))]++;
    }
    for (long time : times) {
      rows[weekday(time)]++;
    }
    return regular(steps, rows, strays);
  }

  private static boolean ofDays(Frequency rule) {
    return rule instanceof BusinessDays
        || (rule instanceof FixedSteps && rule.time(1) - rule.time(0) == Clock.DAY);
  }

  private static int weekday(long time) {
    return Clock.time(time).getDayOfWeek().getValue() - 1;
  }

  private static @Nullable String regular(int[] steps, int[] rows, long strays) {
    int empty = 0;
    StringJoiner named = new StringJoiner(", ");
    for (int day = 0; day < WEEK; day++) {
      if (steps[day] >= WEEKS && rows[day] <= strays && rows[day] < FULL * steps[day]) {
        empty++;
      } else if (steps[day] > 0) {
        if (rows[day] < FULL * steps[day]) {
          return null;
        }
        named.add(DayOfWeek.of(day + 1).getDisplayName(TextStyle.FULL, Locale.ENGLISH));
      }
    }
    return empty == 0 ? null : named.toString();
  }
}
