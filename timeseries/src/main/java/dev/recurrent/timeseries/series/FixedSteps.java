package dev.recurrent.timeseries.series;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.util.Locale;

/** Steps of equal length, counted from a phase: so many seconds, minutes, hours, days or weeks. */
final class FixedSteps implements Frequency {
  private static final long serialVersionUID = 1L;
  private static final int WEEK_DAYS = 7;
  private static final double YEAR_DAYS = 365.25;

  /** What is counted. */
  enum Unit {
    MILLISECOND(Clock.SECOND / 1000, "ms"),
    SECOND(Clock.SECOND, "s"),
    MINUTE(Clock.MINUTE, "min"),
    HOUR(Clock.HOUR, "h"),
    DAY(Clock.DAY, "D"),
    WEEK(WEEK_DAYS * Clock.DAY, "W");

    private final long micros;
    private final String code;

    Unit(long micros, String code) {
      this.micros = micros;
      this.code = code;
    }
  }

  private final Unit unit;
  private final int count;
  private final long phase;

  /**
   * Steps from 1970-01-01 on, weeks from the Monday behind it.
   *
   * @throws IllegalArgumentException if {@code count} is below 1
   */
  FixedSteps(Unit unit, int count) {
    this(unit, count, unit == Unit.WEEK ? 4 * Clock.DAY : 0);
  }

  private FixedSteps(Unit unit, int count, long phase) {
    if (count < 1) {
      throw new IllegalArgumentException("frequency counts " + count + ", expected at least 1");
    }
    this.unit = unit;
    this.count = count;
    this.phase = phase;
  }

  /** The largest unit that divides a length, of which {@link Unit#MILLISECOND} is the least. */
  static FixedSteps ofMicros(long micros) {
    Unit best = Unit.MILLISECOND;
    for (Unit unit : Unit.values()) {
      best = micros % unit.micros == 0 ? unit : best;
    }
    long count = micros / best.micros;
    if (count * best.micros != micros || count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "frequency is " + micros + " microseconds, expected whole milliseconds up to years");
    }
    return new FixedSteps(best, (int) count);
  }

  /** These steps, one of them at {@code time}. */
  FixedSteps from(long time) {
    return new FixedSteps(unit, count, Math.floorMod(time, period()));
  }

  long period() {
    return unit.micros * count;
  }

  @Override
  public long step(long time) {
    return Math.floorDiv(time - phase, period());
  }

  @Override
  public long time(long step) {
    return step * period() + phase;
  }

  @Override
  public int season() {
    if (!wholeDays()) {
      long repeats =
          unit == Unit.MILLISECOND ? Clock.MINUTE : unit == Unit.SECOND ? Clock.HOUR : Clock.DAY;
      return (int) Math.max(1, repeats / period());
    }
    int days = (int) (period() / Clock.DAY);
    return days < WEEK_DAYS ? WEEK_DAYS : (int) Math.max(1, Math.round(YEAR_DAYS / days));
  }

  @Override
  public boolean wholeDays() {
    return period() % Clock.DAY == 0;
  }

  private boolean wholeWeeks() {
    return period() % Unit.WEEK.micros == 0;
  }

  @Override
  public int calendarSize() {
    return wholeWeeks() ? 2 : wholeDays() ? 4 : 6;
  }

  @Override
  public void calendar(long time, float[] out, int at) {
    LocalDateTime local = Clock.time(time);
    Circle.year(local, out, at);
    if (calendarSize() > 2) {
      int day = local.getDayOfWeek().getValue() - DayOfWeek.MONDAY.getValue();
      Circle.write((day + local.getHour() / 24.0) / WEEK_DAYS, out, at + 2);
    }
    if (calendarSize() > 4) {
      Circle.write(local.toLocalTime().toSecondOfDay() / 86_400.0, out, at + 4);
    }
  }

  @Override
  public Frequency anchored(long[] times) {
    long[] phases = new long[times.length];
    for (int i = 0; i < times.length; i++) {
      phases[i] = Math.floorMod(times[i], period());
    }
    return new FixedSteps(unit, count, Majority.of(phases, phase));
  }

  @Override
  public String anchor() {
    return unit == Unit.WEEK
        ? Clock.time(phase).getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)
        : "";
  }

  @Override
  public FrequencySpec spec() {
    boolean natural = phase == new FixedSteps(unit, count).phase;
    return FrequencySpec.of(unit.name(), count, natural ? null : Clock.time(phase).toString());
  }

  @Override
  public String describe() {
    String name = unit.name().toLowerCase(Locale.ROOT) + "s";
    String steps = count == 1 ? name : "every " + count + " " + name;
    return unit == Unit.WEEK ? steps + " ending on " + anchor() : steps;
  }

  @Override
  public String toString() {
    String name = count == 1 ? unit.code : count + unit.code;
    return unit == Unit.WEEK
        ? name + "-" + anchor().substring(0, 3).toUpperCase(Locale.ROOT)
        : name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FixedSteps steps
        && unit == steps.unit
        && count == steps.count
        && phase == steps.phase;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * unit.ordinal() + count) + Long.hashCode(phase);
  }
}
