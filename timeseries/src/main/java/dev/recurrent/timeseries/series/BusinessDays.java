package dev.recurrent.timeseries.series;

import dev.recurrent.format.Quantity;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Mondays to Fridays without holidays. Other days belong to the business day before them. */
final class BusinessDays implements Frequency {
  private static final long serialVersionUID = 1L;
  private static final int WEEK = 5;
  private static final int WEEK_DAYS = 7;

  /** Days from the Monday before it to 1970-01-01, a Thursday. */
  private static final int MONDAY = 3;

  private final long[] holidays;
  private final long timeOfDay;

  private BusinessDays(long[] holidays, long timeOfDay) {
    this.holidays = holidays;
    this.timeOfDay = timeOfDay;
  }

  /**
   * @param holidays in any order; those on weekends change nothing
   * @param timeOfDay in microseconds
   */
  static BusinessDays of(Collection<LocalDate> holidays, long timeOfDay) {
    long[] days =
        holidays.stream()
            .filter(d -> d.getDayOfWeek().getValue() <= DayOfWeek.FRIDAY.getValue())
            .mapToLong(LocalDate::toEpochDay)
            .sorted()
            .distinct()
            .toArray();
    return new BusinessDays(days, timeOfDay);
  }

  @Override
  public boolean leavesOut(long time) {
    long day = Clock.day(time);
    return Math.floorMod(day + MONDAY, WEEK_DAYS) >= WEEK
        || Arrays.binarySearch(holidays, day) >= 0;
  }

  /** Holidays up to a day, included. */
  private long holidays(long day) {
    int at = Arrays.binarySearch(holidays, day);
    return at >= 0 ? at + 1 : -at - 1;
  }

  /** The day of a weekday's number, which counts holidays too. */
  private static long day(long weekday) {
    return Math.floorDiv(weekday, WEEK) * WEEK_DAYS + Math.floorMod(weekday, WEEK) - MONDAY;
  }

  @Override
  public long step(long time) {
    long day = Clock.day(time - timeOfDay);
    long week = Math.floorDiv(day + MONDAY, WEEK_DAYS);
    long weekday = Math.min(WEEK - 1, Math.floorMod(day + MONDAY, WEEK_DAYS));
    return week * WEEK + weekday - holidays(day);
  }

  @Override
  public long time(long step) {
    long weekday = step;
    long next = step + holidays(day(weekday));
    while (next != weekday) {
      weekday = next;
      next = step + holidays(day(weekday));
    }
    return day(weekday) * Clock.DAY + timeOfDay;
  }

  @Override
  public int season() {
    return WEEK;
  }

  @Override
  public int calendarSize() {
    return 4;
  }

  @Override
  public void calendar(long time, float[] out, int at) {
    LocalDateTime local = Clock.time(time);
    Circle.year(local, out, at);
    int day = local.getDayOfWeek().getValue() - DayOfWeek.MONDAY.getValue();
    Circle.write(day / (double) WEEK, out, at + 2);
  }

  @Override
  public boolean wholeDays() {
    return true;
  }

  @Override
  public Frequency anchored(long[] times) {
    long[] timesOfDay = new long[times.length];
    for (int i = 0; i < times.length; i++) {
      timesOfDay[i] = Clock.timeOfDay(times[i]);
    }
    return new BusinessDays(holidays, Majority.of(timesOfDay, timeOfDay));
  }

  @Override
  public Frequency withHolidays(Collection<LocalDate> days) {
    return of(days, timeOfDay);
  }

  @Override
  public String anchor() {
    return "";
  }

  @Override
  public FrequencySpec spec() {
    List<String> dates =
        Arrays.stream(holidays).mapToObj(d -> LocalDate.ofEpochDay(d).toString()).toList();
    return new FrequencySpec(
        FrequencySpec.BUSINESS_DAY,
        1,
        timeOfDay == 0 ? null : Clock.time(timeOfDay).toString(),
        null,
        dates.isEmpty() ? null : dates,
        null,
        null);
  }

  @Override
  public String describe() {
    return "business days, Monday to Friday"
        + (holidays.length == 0 ? "" : " without " + Quantity.of(holidays.length, "holiday"));
  }

  @Override
  public String toString() {
    return "B";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BusinessDays days
        && Arrays.equals(holidays, days.holidays)
        && timeOfDay == days.timeOfDay;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(holidays) + Long.hashCode(timeOfDay);
  }
}
