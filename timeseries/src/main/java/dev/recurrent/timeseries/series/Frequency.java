package dev.recurrent.timeseries.series;

import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The distance of a series' steps: so many minutes, hours, days, weeks or months. Times are seconds
 * of UTC; a step is their count in whole units since 1970.
 *
 * @param count at least 1
 */
public record Frequency(Unit unit, int count) implements Serializable {
  /** What is counted. */
  public enum Unit {
    MINUTE(60),
    HOUR(3600),
    DAY(86_400),
    WEEK(604_800),
    MONTH(0);

    private final long seconds;

    Unit(long seconds) {
      this.seconds = seconds;
    }
  }

  private static final Pattern TEXT = Pattern.compile("(\\d*)\\s*([a-z]+)");
  private static final long SHORTEST_MONTH = 28 * 86_400L;

  /**
   * @throws IllegalArgumentException if {@code count} is below 1
   */
  public Frequency {
    if (count < 1) {
      throw new IllegalArgumentException("frequency counts " + count + ", expected at least 1");
    }
  }

  /**
   * "15min", "h", "1h", "d", "w", "m" or "month".
   *
   * @throws IllegalArgumentException listing the units there are
   */
  public static Frequency of(String text) {
    Matcher matcher = TEXT.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      int count = matcher.group(1).isEmpty() ? 1 : Integer.parseInt(matcher.group(1));
      switch (matcher.group(2)) {
        case "min", "minute", "minutes", "t":
          return new Frequency(Unit.MINUTE, count);
        case "h", "hour", "hours":
          return new Frequency(Unit.HOUR, count);
        case "d", "day", "days":
          return new Frequency(Unit.DAY, count);
        case "w", "week", "weeks":
          return new Frequency(Unit.WEEK, count);
        case "m", "mon", "month", "months":
          return new Frequency(Unit.MONTH, count);
        default:
      }
    }
    throw new IllegalArgumentException(
        "frequency is \"" + text + "\", expected a count and min, h, d, w or m, such as 15min");
  }

  /**
   * The frequency most distances of sorted times have.
   *
   * @throws IllegalArgumentException if there are fewer than two different times
   */
  public static Frequency infer(long[] sorted) {
    long[] gaps = new long[Math.max(0, sorted.length - 1)];
    int n = 0;
    for (int i = 1; i < sorted.length; i++) {
      long gap = sorted[i] - sorted[i - 1];
      if (gap > 0) {
        gaps[n++] = gap;
      }
    }
    if (n == 0) {
      throw new IllegalArgumentException("fewer than two different times; give --frequency");
    }
    gaps = Arrays.copyOf(gaps, n);
    Arrays.sort(gaps);
    return ofSeconds(gaps[(n - 1) / 2]);
  }

  private static Frequency ofSeconds(long seconds) {
    if (seconds >= SHORTEST_MONTH) {
      return new Frequency(Unit.MONTH, (int) Math.max(1, Math.round(seconds / (30.44 * 86_400))));
    }
    Unit best = Unit.MINUTE;
    for (Unit unit : new Unit[] {Unit.HOUR, Unit.DAY, Unit.WEEK}) {
      best = seconds % unit.seconds == 0 ? unit : best;
    }
    return new Frequency(best, (int) Math.max(1, seconds / best.seconds));
  }

  /** The step a time falls into. */
  public long step(long epochSecond) {
    if (unit != Unit.MONTH) {
      return Math.floorDiv(epochSecond, unit.seconds * count);
    }
    LocalDateTime time = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
    return Math.floorDiv(time.getYear() * 12L + time.getMonthValue() - 1, (long) count);
  }

  /** Where a step begins. */
  public long epochSecond(long step) {
    if (unit != Unit.MONTH) {
      return step * unit.seconds * count;
    }
    long months = step * count;
    return LocalDateTime.of(
            (int) Math.floorDiv(months, 12L), (int) Math.floorMod(months, 12L) + 1, 1, 0, 0)
        .toEpochSecond(ZoneOffset.UTC);
  }

  /** Steps after which such series tend to repeat: a day, a week, a year. */
  public int season() {
    return switch (unit) {
      case MINUTE -> Math.max(1, 1440 / count);
      case HOUR -> Math.max(1, 24 / count);
      case DAY -> 7;
      case WEEK -> 52;
      case MONTH -> Math.max(1, 12 / count);
    };
  }

  /** Numbers {@link #calendar} writes. */
  public int calendarSize() {
    return switch (unit) {
      case MINUTE, HOUR -> 6;
      case DAY -> 4;
      case WEEK, MONTH -> 2;
    };
  }

  /** Sine and cosine of the place in the year, week and day, as far as a step resolves them. */
  public void calendar(long step, float[] out, int at) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(epochSecond(step), 0, ZoneOffset.UTC);
    circle((time.getDayOfYear() - 1) / 365.25, out, at);
    if (calendarSize() > 2) {
      int day = time.getDayOfWeek().getValue() - DayOfWeek.MONDAY.getValue();
      circle((day + time.getHour() / 24.0) / 7, out, at + 2);
    }
    if (calendarSize() > 4) {
      circle((time.getHour() * 60 + time.getMinute()) / 1440.0, out, at + 4);
    }
  }

  private static void circle(double share, float[] out, int at) {
    out[at] = (float) Math.sin(2 * Math.PI * share);
    out[at + 1] = (float) Math.cos(2 * Math.PI * share);
  }

  @Override
  public String toString() {
    return count + " " + unit.name().toLowerCase(Locale.ROOT);
  }
}
