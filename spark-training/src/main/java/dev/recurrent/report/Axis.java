package dev.recurrent.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * An axis of a line chart: what it measures, and where it is marked. {@code report.js} marks the
 * axes of a zoomed chart by the same rules.
 *
 * @param label what the axis measures, with its unit
 * @param time whether its values are seconds of UTC since 1970, shown as dates
 */
public record Axis(String label, boolean time) {

  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final int DAY = 86_400;

  /** Distances of marks on a time axis below a month. */
  private static final int[] SECONDS = {
    1,
    5,
    15,
    30,
    MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY
  };

  /** The same from a month on, in months. */
  private static final int[] MONTHS = {1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12_000};

  private static final double DAYS_OF_MONTH = 30.44;

  /** The first Monday of 1970: weeks are marked on Mondays. */
  private static final long MONDAY = 4 * DAY;

  private static final double ROUNDING = 1e-6;
  private static final double MILLION = 1e6;

  /** From here on a number is written with a power of ten. */
  private static final double LARGE = 1e12;

  private static final int SMALL_EXPONENT = -5;

  /** A marked value; the context, such as the year, is written once for equal ones in a row. */
  record Tick(double value, String label, String context) {}

  public Axis {
    Objects.requireNonNull(label);
  }

  /** An axis of numbers. */
  public static Axis linear(String label) {
    return new Axis(label, false);
  }

  /** An axis of dates; values are seconds of UTC since 1970. */
  public static Axis dates() {
    return new Axis("time", true);
  }

  /** The distance of at most about {@code count} marks: 1, 2 or 5 times a power of ten. */
  static double step(double low, double high, int count, boolean whole) {
    double least = (high - low) / count;
    if (whole && least <= 1) {
      return 1;
    }
    double power = power((int) Math.floor(Math.log10(least)));
    double fraction = least / power;
    double factor = fraction <= 1 + ROUNDING ? 1 : fraction <= 2 + ROUNDING ? 2 : 5;
    return (fraction <= 5 + ROUNDING ? factor : 10) * power;
  }

  private static double power(int exponent) {
    // A power below one is not exact, but is the nearest double when written as a number.
    return Double.parseDouble("1e" + exponent);
  }

  /** The range, ended at the marks around it. */
  static double[] rounded(double low, double high, int count) {
    double step = step(low, high, count, false);
    return new double[] {
      Math.floor(low / step + ROUNDING) * step, Math.ceil(high / step - ROUNDING) * step
    };
  }

  /** The marks inside a range; whole numbers only where the values are whole. */
  List<Tick> ticks(double low, double high, int count, boolean whole) {
    if (time) {
      return timeTicks(low, high, count);
    }
    double step = step(low, high, count, whole);
    double largest = Math.max(Math.abs(low), Math.abs(high));
    int exponent = (int) Math.floor(Math.log10(step) + ROUNDING);
    long first = (long) Math.ceil(low / step - ROUNDING);
    long last = (long) Math.floor(high / step + ROUNDING);
    return LongStream.rangeClosed(first, last)
        .mapToObj(k -> new Tick(k * step, number(k * step, exponent, largest), ""))
        .toList();
  }

  /** A mark's label: as many decimals as the step has, M for a million, G for a thousand of it. */
  private static String number(double value, int exponent, double largest) {
    if (value == 0) {
      return "0";
    }
    if (largest >= LARGE || exponent < SMALL_EXPONENT) {
      return Math.round(value / power(exponent)) + "e" + exponent;
    }
    int thousands = largest >= 1000 * MILLION ? 9 : largest >= MILLION ? 6 : 0;
    String unit = thousands == 9 ? "G" : thousands == 6 ? "M" : "";
    int decimals = Math.max(0, thousands - exponent);
    return String.format(Locale.ROOT, "%,." + decimals + "f", value / power(thousands)) + unit;
  }

  private static List<Tick> timeTicks(double low, double high, int count) {
    double least = (high - low) / count;
    for (int step : SECONDS) {
      if (step >= least) {
        long offset = step >= 7 * DAY ? MONDAY : 0;
        long first = (long) Math.ceil((low - offset) / step);
        long last = (long) Math.floor((high - offset) / step);
        return LongStream.rangeClosed(first, last)
            .mapToObj(k -> tick(k * step + offset, step))
            .toList();
      }
    }
    int step = MONTHS[MONTHS.length - 1];
    for (int i = MONTHS.length - 1; i >= 0 && MONTHS[i] * DAYS_OF_MONTH * DAY >= least; i--) {
      step = MONTHS[i];
    }
    List<Tick> ticks = new ArrayList<>();
    LocalDate date = date(low).toLocalDate();
    long month = Math.floorDiv(date.getYear() * 12L + date.getMonthValue() - 1, (long) step) * step;
    for (; ; month += step) {
      LocalDate first =
          LocalDate.of((int) Math.floorDiv(month, 12L), (int) Math.floorMod(month, 12L) + 1, 1);
      double second = first.toEpochDay() * (double) DAY;
      if (second > high) {
        return ticks;
      }
      if (second >= low) {
        ticks.add(tick((long) second, step * 30 * DAY));
      }
    }
  }

  private static Tick tick(long second, long step) {
    String label;
    String context;
    if (step < DAY) {
      label = step < MINUTE ? "HH:mm:ss" : "HH:mm";
      context = "d MMM uuuu";
    } else {
      label = step < 28 * DAY ? "d MMM" : step < 360 * DAY ? "MMM" : "uuuu";
      context = step < 360 * DAY ? "uuuu" : "";
    }
    return new Tick(second, text(second, label), context.isEmpty() ? "" : text(second, context));
  }

  private static LocalDateTime date(double second) {
    return LocalDateTime.ofInstant(Instant.ofEpochSecond((long) second), ZoneOffset.UTC);
  }

  private static String text(double second, String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(date(second));
  }

  /** The values as a table shows them: numbers, or dates with the time of day if one has it. */
  List<String> texts(double[] values) {
    List<String> texts = new ArrayList<>(values.length);
    String pattern = "uuuu-MM-dd";
    for (double value : values) {
      if (time && value % MINUTE != 0) {
        pattern = "uuuu-MM-dd HH:mm:ss";
        break;
      }
      pattern = time && value % DAY != 0 ? "uuuu-MM-dd HH:mm" : pattern;
    }
    for (double value : values) {
      texts.add(time ? text(value, pattern) : Html.number(value));
    }
    return texts;
  }
}
