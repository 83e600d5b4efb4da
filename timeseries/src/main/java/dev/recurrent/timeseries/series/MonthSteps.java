package dev.recurrent.timeseries.series;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.Locale;

/**
 * Steps of whole months, so quarters and years too, at one day of the month. Day 31 is the last day
 * of every month; a day that a month lacks is its last. Times before the day belong to the step
 * before, but those of a month that ends a step belong to it.
 */
final class MonthSteps implements Frequency {
  private static final long serialVersionUID = 1L;
  static final int LAST = 31;
  private static final int YEAR = 12;
  private static final int QUARTER = 3;
  private static final int EPOCH = 1970 * YEAR;
  private static final long NANOS = 1000;

  private final int months;
  private final int first;
  private final int day;
  private final long timeOfDay;

  /**
   * @param months of a step, at least 1
   * @param first the month, counted from January of year 0, of step 0
   * @param day of the month, 1 to 31
   * @param timeOfDay in microseconds
   * @throws IllegalArgumentException if a step has no month, or there is no such day
   */
  MonthSteps(int months, int first, int day, long timeOfDay) {
    if (months < 1 || day < 1 || day > LAST) {
      throw new IllegalArgumentException(
          "frequency is "
              + months
              + " months at day "
              + day
              + ", expected at least 1, and 1 to 31");
    }
    this.months = months;
    this.first = Math.floorMod(first, months);
    this.day = day;
    this.timeOfDay = timeOfDay;
  }

  private static int month(LocalDateTime time) {
    return time.getYear() * YEAR + time.getMonthValue() - 1;
  }

  @Override
  public long step(long time) {
    int place = month(Clock.time(time)) - first;
    if (day == LAST) {
      return -Math.floorDiv(-place, months);
    }
    long step = Math.floorDiv(place, months);
    return time < time(step) ? step - 1 : step;
  }

  @Override
  public long time(long step) {
    long month = step * months + first;
    YearMonth of =
        YearMonth.of(
            Math.toIntExact(Math.floorDiv(month, YEAR)), (int) Math.floorMod(month, YEAR) + 1);
    return Clock.micros(of.atDay(Math.min(day, of.lengthOfMonth()))) + timeOfDay;
  }

  @Override
  public int season() {
    return Math.max(1, YEAR / months);
  }

  @Override
  public int calendarSize() {
    return 2;
  }

  @Override
  public void calendar(long time, float[] out, int at) {
    Circle.year(Clock.time(time), out, at);
  }

  @Override
  public boolean wholeDays() {
    return true;
  }

  @Override
  public Frequency anchored(long[] times) {
    int n = times.length;
    long[] timesOfDay = new long[n];
    long[] firsts = new long[n];
    long[] days = new long[n];
    int latest = 1;
    for (int i = 0; i < n; i++) {
      LocalDateTime local = Clock.time(times[i]);
      timesOfDay[i] = Clock.timeOfDay(times[i]);
      firsts[i] = Math.floorMod(month(local), months);
      days[i] = local.getDayOfMonth();
      latest = Math.max(latest, local.getDayOfMonth());
    }
    int start = (int) Majority.of(firsts, first);
    long hour = Majority.of(timesOfDay, timeOfDay);
    MonthSteps best = new MonthSteps(months, start, day, hour);
    // Of equally good days the first counts: its own, the last of the month, the most frequent.
    for (int other : new int[] {LAST, (int) Majority.of(days, latest), latest}) {
      MonthSteps tried = new MonthSteps(months, start, other, hour);
      best = tried.held(times) > best.held(times) ? tried : best;
    }
    return best;
  }

  private int held(long[] times) {
    int n = 0;
    for (long time : times) {
      n += holds(time) ? 1 : 0;
    }
    return n;
  }

  /** The month that names a step: the last of its kind in the year, the first for starts. */
  private Month named() {
    int month = day == 1 || months > YEAR ? first : first + (YEAR / months - 1) * months;
    return Month.of(Math.floorMod(month, YEAR) + 1);
  }

  @Override
  public String anchor() {
    String on = day == LAST ? "the last day" : "day " + day;
    return months == 1 ? on : on + " of " + name(named(), TextStyle.FULL);
  }

  private static String name(Month month, TextStyle style) {
    return month.getDisplayName(style, Locale.ENGLISH);
  }

  @Override
  public FrequencySpec spec() {
    int month = Math.floorDiv(EPOCH - first, months) * months + first;
    LocalDateTime start = LocalDate.of(month / YEAR, month % YEAR + 1, 1).atStartOfDay();
    String anchor =
        first == 0 && timeOfDay == 0 ? null : start.plusNanos(timeOfDay * NANOS).toString();
    return new FrequencySpec(FrequencySpec.MONTH, months, anchor, day, null, null, null);
  }

  @Override
  public String describe() {
    String kind =
        switch (months) {
          case 1 -> "months";
          case QUARTER -> "quarters";
          case YEAR -> "years";
          default -> "every " + months + " months";
        };
    return kind + (day == 1 ? " starting on " : day == LAST ? " ending on " : " at ") + anchor();
  }

  @Override
  public String toString() {
    String end = day == LAST ? "E" : day == 1 ? "S" : "";
    String code = name(named(), TextStyle.SHORT).toUpperCase(Locale.ROOT);
    if (!end.isEmpty() && (months == 1 || months == QUARTER || months == YEAR)) {
      return switch (months) {
        case 1 -> "M" + end;
        case QUARTER -> "Q" + end + "-" + code;
        default -> "Y" + end + "-" + code;
      };
    }
    return "P" + months + "M at " + anchor();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MonthSteps steps
        && months == steps.months
        && first == steps.first
        && day == steps.day
        && timeOfDay == steps.timeOfDay;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * months + first) + day) + Long.hashCode(timeOfDay);
  }
}
