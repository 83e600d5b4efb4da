package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.series.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Small numbers since 1970 look like those of a larger unit, or like an index. Their distance
 * tells: 3,600,000 seconds are no usual step, and an hour in milliseconds.
 */
final class EpochDistance {
  private static final List<NumberUnit> UNITS =
      List.of(
          NumberUnit.SECONDS,
          NumberUnit.MILLISECONDS,
          NumberUnit.MICROSECONDS,
          NumberUnit.NANOSECONDS);

  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final int WEEK_DAYS = 7;

  /** Days of the longest month, the shortest and longest quarter, and the longest year. */
  private static final int MONTH_DAYS = 31;

  private static final int LEAST_QUARTER_DAYS = 90;
  private static final int MOST_QUARTER_DAYS = 92;
  private static final int YEAR_DAYS = 366;

  private EpochDistance() {}

  /**
   * @param unit that the numbers have by their size
   * @param sorted numbers of a series
   * @throws UnusableInputException if their most frequent distance is usual in a smaller unit alone
   */
  static void requireUsual(NumberUnit unit, long[] sorted) {
    long distance = mostFrequent(sorted);
    NumberUnit other = distance > 0 ? usual(unit, distance) : null;
    if (other != null && other != unit) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "the time column's numbers, such as %d, would be read as %s by their size, but are %d"
                  + " apart, which is a usual step in %s; pass --time-format %s, or %s",
              sorted[sorted.length - 1],
              unit,
              distance,
              other,
              other.word(),
              unit == NumberUnit.INDEX
                  ? "--frequency \"index by " + distance + "\" if they count on"
                  : "--time-format " + unit.word()));
    }
  }

  static long mostFrequent(long[] sorted) {
    Map<Long, Integer> gaps = new TreeMap<>();
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] != sorted[i - 1]) {
        gaps.merge(sorted[i] - sorted[i - 1], 1, Integer::sum);
      }
    }
    long most = 0;
    for (var gap : gaps.entrySet()) {
      most = gap.getValue() > gaps.getOrDefault(most, 0) ? gap.getKey() : most;
    }
    return most;
  }

  /** The largest unit, up to that of the numbers' size, of which the distance is a usual step. */
  private static @Nullable NumberUnit usual(NumberUnit unit, long distance) {
    boolean index = unit == NumberUnit.INDEX;
    // An index may count by 10 or 1000, but seldom by minutes.
    long least = index ? MINUTE : 1;
    for (NumberUnit tried : UNITS.subList(index ? 0 : UNITS.indexOf(unit), UNITS.size())) {
      long second = tried.number(Clock.SECOND);
      long seconds = distance / second;
      if (distance % second == 0 && seconds >= least && usual(seconds)) {
        return tried;
      }
    }
    return null;
  }

  /** Whether people count in steps of so many seconds. */
  private static boolean usual(long seconds) {
    if (seconds < MINUTE) {
      return MINUTE % seconds == 0;
    }
    if (seconds < HOUR) {
      return HOUR % seconds == 0 && seconds % MINUTE == 0;
    }
    if (seconds < DAY) {
      return DAY % seconds == 0 && seconds % HOUR == 0;
    }
    long days = seconds / DAY;
    boolean weeks = days % WEEK_DAYS == 0 && days <= YEAR_DAYS;
    boolean quarter = days >= LEAST_QUARTER_DAYS && days <= MOST_QUARTER_DAYS;
    boolean year = days == YEAR_DAYS || days == YEAR_DAYS - 1;
    return seconds % DAY == 0 && (days <= MONTH_DAYS || weeks || quarter || year);
  }
}
