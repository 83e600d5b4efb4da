package dev.recurrent.timeseries.series;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Times of the day at which a rule of steps shorter than a day has steps and a series never has
 * rows, day after day: the nights of a shop that opens at eight.
 */
public final class EmptyHours {
  /** Days with rows from which on an hour without any is no chance. */
  private static final int DAYS = 5;

  /** Share of the day that is empty. */
  private static final double EMPTY = 0.2;

  /** Share of the days that have rows at the other times. */
  private static final double FULL = 0.6;

  private EmptyHours() {}

  /**
   * Which times have rows, such as "08:00 to 18:00"; null where none is regularly empty, or the
   * rule's steps are no parts of a day.
   *
   * @param times sorted, on the rule's clock
   * @param strays rows that the empty times may have
   */
  public static @Nullable String of(Frequency rule, long[] times, long strays) {
    if (!(rule instanceof FixedSteps steps) || Clock.DAY % steps.period() != 0) {
      return null;
    }
    long part = Math.max(Clock.HOUR, steps.period());
    int parts = (int) (Clock.DAY / part);
    if (parts < 2 || Clock.DAY % part != 0) {
      return null;
    }
    long days = Arrays.stream(times).map(Clock::day).distinct().count();
    int[] rows = new int[parts];
    int[] seen = new int[parts];
    long[] last = new long[parts];
    Arrays.fill(last, Long.MIN_VALUE);
    for (long time : times) {
      int at = (int) (Clock.timeOfDay(time) / part);
      rows[at]++;
      seen[at] += last[at] == Clock.day(time) ? 0 : 1;
      last[at] = Clock.day(time);
    }
    boolean[] open = open(rows, strays);
    return days >= DAYS && regular(open, seen, days) ? named(open, part) : null;
  }

  /** Whether each part of the day has rows; all have where the few that may stray do not do. */
  private static boolean[] open(int[] rows, long strays) {
    boolean[] open = new boolean[rows.length];
    long few = 0;
    for (int i = 0; i < open.length; i++) {
      open[i] = rows[i] > strays;
      few += open[i] ? 0 : rows[i];
    }
    if (few > strays) {
      Arrays.fill(open, true);
    }
    return open;
  }

  private static boolean regular(boolean[] open, int[] seen, long days) {
    int parts = 0;
    long filled = 0;
    for (int i = 0; i < open.length; i++) {
      parts += open[i] ? 1 : 0;
      filled += open[i] ? seen[i] : 0;
    }
    int empty = open.length - parts;
    return parts > 0 && empty >= EMPTY * open.length && filled >= FULL * days * parts;
  }

  /** From the first part behind an empty one on, as hours may go on behind midnight. */
  private static String named(boolean[] open, long part) {
    List<String> ranges = new ArrayList<>();
    int count = open.length;
    for (int i = 0; i < count; i++) {
      if (open[i] && !open[(i + count - 1) % count]) {
        int end = i + 1;
        while (open[end % count]) {
          end++;
        }
        ranges.add(time(i * part) + " to " + time(end % count * part));
      }
    }
    return String.join(", ", ranges);
  }

  private static String time(long timeOfDay) {
    return LocalTime.ofSecondOfDay(timeOfDay / Clock.SECOND).toString();
  }
}
