package dev.recurrent.timeseries.table;

import dev.recurrent.timeseries.series.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What whole numbers in a column of times are. */
enum NumberUnit {
  /** Such as 2026. */
  YEAR,
  /** Such as 202601. */
  MONTH,
  /** Such as 20260131. */
  DATE,
  /** Seconds since 1970, UTC. */
  SECONDS,
  MILLISECONDS,
  MICROSECONDS,
  NANOSECONDS,
  /** No times: the next number follows. */
  INDEX;

  /** Patterns of a date with its hour in one number. */
  static final List<String> CLOCK = List.of("yyyyMMddHH", "yyyyMMddHHmm", "yyyyMMddHHmmss");

  private static final long FIRST_SECONDS = 100_000_000L;

  /** Seconds of 2200: a larger number is of a smaller unit. */
  private static final long FIRST_MILLIS = 7_258_118_400L;

  private static final long FIRST_MICROS = 1000 * FIRST_MILLIS;
  private static final long FIRST_NANOS = 1000 * FIRST_MICROS;
  private static final int FIRST_YEAR = 1800;
  private static final int LAST_YEAR = 2200;
  private static final int HUNDRED = 100;
  private static final int NANOS = 1000;
  private static final int DAY_HOURS = 24;
  private static final int SIXTY = 60;

  /**
   * Epoch numbers by their size, on either side of 1970, INDEX for small ones: 1e8 seconds are in
   * 1973. None is of a unit that would put it behind 2199.
   */
  static NumberUnit bySize(long number) {
    long size = number < 0 ? -(number + 1) : number;
    if (size < FIRST_SECONDS) {
      return INDEX;
    }
    return size < FIRST_MILLIS
        ? SECONDS
        : size < FIRST_MICROS ? MILLISECONDS : size < FIRST_NANOS ? MICROSECONDS : NANOSECONDS;
  }

  /**
   * The unit of numbers since 1970 that {@code --time-format} names, such as milliseconds; null for
   * other words.
   */
  static @Nullable NumberUnit named(@Nullable String format) {
    for (NumberUnit unit : values()) {
      if (unit.instants() && unit.word().equals(format)) {
        return unit;
      }
    }
    return null;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The calendar's unit that a number may be: a year, a month or a date from 1800 to 2199. */
  static @Nullable NumberUnit byCalendar(long number) {
    if (year(number)) {
      return YEAR;
    }
    if (year(number / HUNDRED)) {
      long month = number % HUNDRED;
      return month >= 1 && month <= 12 ? MONTH : null;
    }
    if (!year(number / HUNDRED / HUNDRED)) {
      return null;
    }
    try {
      date(number);
      return DATE;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * The pattern of a date with its hour in one number, such as yyyyMMddHH of 2026013115; null for
   * other numbers. By size they would be seconds or milliseconds.
   */
  static @Nullable String withClock(long number) {
    long rest = number;
    for (String pattern : CLOCK) {
      long last = Math.floorMod(rest, HUNDRED);
      rest = Math.floorDiv(rest, HUNDRED);
      if (last < DAY_HOURS && byCalendar(rest) == DATE) {
        return pattern;
      }
      // What is cut before the hour are seconds and minutes.
      if (last >= SIXTY) {
        return null;
      }
    }
    return null;
  }

  private static boolean year(long number) {
    return number >= FIRST_YEAR && number < LAST_YEAR;
  }

  private static LocalDate date(long number) {
    return LocalDate.of(
        (int) (number / HUNDRED / HUNDRED),
        (int) (number / HUNDRED % HUNDRED),
        (int) (number % HUNDRED));
  }

  boolean instants() {
    return this == SECONDS || this == MILLISECONDS || this == MICROSECONDS || this == NANOSECONDS;
  }

  /** Microseconds since 1970; an index as it is. */
  long micros(long number) {
    return switch (this) {
      case YEAR -> Clock.micros(LocalDate.of((int) number, 1, 1));
      case MONTH ->
          Clock.micros(LocalDate.of((int) (number / HUNDRED), (int) (number % HUNDRED), 1));
      case DATE -> Clock.micros(date(number));
      case SECONDS -> number * Clock.SECOND;
      case MILLISECONDS -> number * (Clock.SECOND / NANOS);
      case MICROSECONDS, INDEX -> number;
      case NANOSECONDS -> Math.floorDiv(number, NANOS);
    };
  }

  /** The number of a time. */
  long number(long micros) {
    LocalDateTime time = this == INDEX ? LocalDateTime.MIN : Clock.time(micros);
    return switch (this) {
      case YEAR -> time.getYear();
      case MONTH -> time.getYear() * (long) HUNDRED + time.getMonthValue();
      case DATE ->
          (time.getYear() * (long) HUNDRED + time.getMonthValue()) * HUNDRED + time.getDayOfMonth();
      case SECONDS -> Math.floorDiv(micros, Clock.SECOND);
      case MILLISECONDS -> Math.floorDiv(micros, Clock.SECOND / NANOS);
      case MICROSECONDS, INDEX -> micros;
      case NANOSECONDS -> micros * NANOS;
    };
  }

  @Override
  public String toString() {
    return switch (this) {
      case YEAR -> "years";
      case MONTH -> "months (yyyyMM)";
      case DATE -> "dates (yyyyMMdd)";
      case INDEX -> "an index";
      default -> word() + " since 1970";
    };
  }
}
