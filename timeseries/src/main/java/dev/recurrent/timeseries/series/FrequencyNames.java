package dev.recurrent.timeseries.series;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules by the names that pandas has for them, or as ISO 8601 periods. */
final class FrequencyNames {
  private static final Pattern NAME = Pattern.compile("(\\d*)\\s*([A-Za-z]+)(?:-([A-Za-z]{3}))?");
  private static final Pattern INDEX = Pattern.compile("index(?: by (\\d+))?");
  private static final Set<String> SHORT =
      Set.of("us", "ns", "U", "N", "microsecond", "microseconds", "nanosecond", "nanoseconds");
  private static final int YEAR = 12;
  private static final int QUARTER = 3;
  private static final String[] DAYS = {"MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"};
  private static final String[] MONTHS = {
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"
  };

  private FrequencyNames() {}

  static Frequency of(String text) {
    String name = text.trim();
    try {
      if (name.toUpperCase(Locale.ROOT).matches("P[T\\d].*")) {
        return period(name.toUpperCase(Locale.ROOT));
      }
      Matcher index = INDEX.matcher(name);
      if (index.matches()) {
        long distance = index.group(1) == null ? 1 : Long.parseLong(index.group(1));
        requirePositive(distance, text);
        return new IndexSteps(distance, 0);
      }
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches()) {
        int count = matcher.group(1).isEmpty() ? 1 : Integer.parseInt(matcher.group(1));
        requirePositive(count, text);
        Frequency found = named(matcher.group(2), count, matcher.group(3));
        if (found != null) {
          return found;
        }
      }
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(expected(text), e);
    }
    throw new IllegalArgumentException(expected(text));
  }

  private static void requirePositive(long count, String text) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "frequency is \"" + text + "\", expected a step that leads on: a count of at least 1");
    }
  }

  private static String expected(String text) {
    return "frequency is \""
        + text
        + "\", expected a name as pandas has them (10s, 15min, h, D, B, W, W-SUN, MS, ME, QE-FEB,"
        + " YE, each with a count in front such as 28D) or an ISO 8601 period such as P1M or PT15M;"
        + " or index for numbers that are no times";
  }

  private static Frequency period(String text) {
    if (text.matches("P(\\d+[YMWD])+")) {
      Period period = Period.parse(text);
      long months = period.toTotalMonths();
      if (months == 0) {
        requirePositive(period.getDays(), text);
        return FixedSteps.ofMicros(period.getDays() * Clock.DAY);
      }
      if (period.getDays() == 0) {
        return new MonthSteps(Math.toIntExact(months), 0, 1, 0);
      }
    }
    Duration step = Duration.parse(text);
    requirePositive(step.isNegative() ? -1 : step.toNanos(), text);
    return FixedSteps.ofMicros(step.toNanos() / 1000);
  }

  private static @Nullable Frequency named(String code, int count, @Nullable String anchor) {
    if (code.equals("m")) {
      throw new IllegalArgumentException(
          "frequency is \"m\", which may be minutes or months: pass min for minutes, ME for month"
              + " ends, MS for month starts or P1M for months at the data's own day");
    }
    FixedSteps.@Nullable Unit unit = unit(code);
    if (anchor == null) {
      return unit == null ? calendar(code, count, null) : new FixedSteps(unit, count);
    }
    int day = List.of(DAYS).indexOf(anchor.toUpperCase(Locale.ROOT));
    if (unit == FixedSteps.Unit.WEEK && day >= 0) {
      long time = (day - DayOfWeek.THURSDAY.ordinal()) * Clock.DAY;
      return new FixedSteps(unit, count).from(time);
    }
    int month = List.of(MONTHS).indexOf(anchor.toUpperCase(Locale.ROOT));
    return unit != null || month < 0 ? null : calendar(code, count, month);
  }

  private static FixedSteps.@Nullable Unit unit(String code) {
    if (SHORT.contains(code)) {
      throw new IllegalArgumentException(
          "frequency is of \"" + code + "\", expected milliseconds (ms) or longer steps");
    }
    return switch (code) {
      case "ms", "L", "milliseconds", "millisecond" -> FixedSteps.Unit.MILLISECOND;
      case "s", "S", "sec", "second", "seconds" -> FixedSteps.Unit.SECOND;
      case "min", "T", "t", "minute", "minutes" -> FixedSteps.Unit.MINUTE;
      case "h", "H", "hour", "hours" -> FixedSteps.Unit.HOUR;
      case "d", "D", "day", "days" -> FixedSteps.Unit.DAY;
      case "w", "W", "week", "weeks" -> FixedSteps.Unit.WEEK;
      default -> null;
    };
  }

  /** Names without E or S have no day of their own: it is found in the data. */
  private static @Nullable Frequency calendar(String code, int count, @Nullable Integer month) {
    switch (code) {
      case "B", "b":
        if (count != 1 || month != null) {
          throw new IllegalArgumentException(
              "frequency is \""
                  + count
                  + code
                  + "\", expected B: business days are counted one by one");
        }
        return BusinessDays.of(List.<LocalDate>of(), 0);
      case "M", "mon", "month", "months":
        return month == null ? months(1, count, 0, 1) : null;
      case "ME":
        return month == null ? months(1, count, 0, MonthSteps.LAST) : null;
      case "MS":
        return month == null ? months(1, count, 0, 1) : null;
      case "Q", "quarter", "quarters":
        return months(QUARTER, count, month, month == null ? 1 : MonthSteps.LAST);
      case "QE":
        return months(QUARTER, count, month == null ? YEAR - 1 : month, MonthSteps.LAST);
      case "QS":
        return months(QUARTER, count, month, 1);
      case "A", "Y", "year", "years":
        return months(YEAR, count, month, month == null ? 1 : MonthSteps.LAST);
      case "YE":
        return months(YEAR, count, month == null ? YEAR - 1 : month, MonthSteps.LAST);
      case "YS", "AS":
        return months(YEAR, count, month, 1);
      default:
        return null;
    }
  }

  private static Frequency months(int each, int count, @Nullable Integer month, int day) {
    return new MonthSteps(Math.multiplyExact(each, count), month == null ? 0 : month, day, 0);
  }

  /** Whether a name says on which day its steps are, so that other data contradict it. */
  static boolean anchored(String text) {
    String name = text.trim();
    return name.matches("\\d*\\s*(ME|MS|QE|QS|YE|YS|AS)")
        || name.matches("\\d*\\s*[A-Za-z]+-[A-Za-z]{3}");
  }
}
