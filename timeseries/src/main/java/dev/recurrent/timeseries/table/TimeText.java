package dev.recurrent.timeseries.table;

import dev.recurrent.timeseries.series.Clock;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times as text, such as 2026-01-31, 2026/01/31 15:00, 2026-01-31T15:00:00.000+01:00, 2026-01 or
 * 2026-Q1; 24:00 is the day's end. A layout says how a time was written, so that others are written
 * alike: a number of its parts, of which the finer layout is the larger number.
 */
final class TimeText {
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4})([-/.])(\\d{1,2})(?:\\2(\\d{1,2}))?"
              + "(?:([T ])(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?)?"
              + "\\s?(Z|[+-]\\d{2}(?::?\\d{2})?)?");
  private static final Pattern QUARTER = Pattern.compile("(\\d{4})(-?)Q([1-4])");
  private static final Pattern DIGITS = Pattern.compile("-?\\d{1,19}");

  /** A whole number as JSON and spreadsheets write it: 1600000000.0 or 1.6E+09. */
  private static final Pattern WHOLE =
      Pattern.compile("-?\\d{1,19}\\.0{1,9}|-?\\d(\\.\\d{1,18})?[eE]\\+?\\d{1,2}");

  private static final String SEPARATORS = "-/.";

  /** How fine a text is, in the order of layouts. */
  private enum Part {
    QUARTER,
    MONTH,
    DAY,
    MINUTE,
    SECOND,
    FRACTION
  }

  /** An offset's form. */
  private enum Offset {
    NONE,
    Z,
    HOURS,
    PLAIN,
    COLON
  }

  private static final int DECIMAL = 10;
  private static final int NANOS = 1000;

  // Of a layout's last digit: how date and hour are written.
  private static final int BRIEF_DATE = 1;
  private static final int BRIEF_HOUR = 2;
  private static final int LATE_MIDNIGHT = 4;

  private static final String MIDNIGHT = "24";

  private TimeText() {}

  /** Null for what is no time, nor a whole number. */
  static @Nullable TimeCell read(String text) {
    try {
      if (DIGITS.matcher(text).matches()) {
        boolean zeros = text.length() > 1 && text.charAt(0) == '0';
        int layout = zeros ? TimeCell.ZERO_DIGITS : TimeCell.DIGITS;
        return new TimeCell(Long.parseLong(text), layout, TimeCell.NO_OFFSET);
      }
      if (WHOLE.matcher(text).matches()) {
        long number = new BigDecimal(text).longValueExact();
        return new TimeCell(number, TimeCell.DIGITS, TimeCell.NO_OFFSET);
      }
      Matcher time = TIME.matcher(text);
      if (time.matches() && complete(time)) {
        return time(time);
      }
      Matcher quarter = QUARTER.matcher(text.toUpperCase(Locale.ROOT));
      if (quarter.matches()) {
        int month = 3 * Integer.parseInt(quarter.group(3)) - 2;
        LocalDate date = LocalDate.of(Integer.parseInt(quarter.group(1)), month, 1);
        int layout = layout(Part.QUARTER, 0, new int[] {0, quarter.group(2).length(), 0, 0});
        return new TimeCell(Clock.micros(date), layout, TimeCell.NO_OFFSET);
      }
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      // A date that no calendar has, such as 2023-02-29, or more than 64 bits hold.
    }
    return null;
  }

  /** A month alone has no time of day, and no point: 2026.5 is no month. */
  private static boolean complete(Matcher time) {
    return time.group(4) != null || (time.group(5) == null && !time.group(2).equals("."));
  }

  private static TimeCell time(Matcher m) {
    int month = Integer.parseInt(m.group(3));
    int day = m.group(4) == null ? 1 : Integer.parseInt(m.group(4));
    LocalDate date = LocalDate.of(Integer.parseInt(m.group(1)), month, day);
    String fraction = m.group(9) == null ? "" : m.group(9);
    LocalTime time = LocalTime.MIDNIGHT;
    boolean late = MIDNIGHT.equals(m.group(6));
    Part part = m.group(4) == null ? Part.MONTH : Part.DAY;
    if (m.group(6) != null) {
      boolean seconds = m.group(8) != null;
      part = !fraction.isEmpty() ? Part.FRACTION : seconds ? Part.SECOND : Part.MINUTE;
      time =
          LocalTime.of(
              late ? 0 : Integer.parseInt(m.group(6)),
              Integer.parseInt(m.group(7)),
              seconds ? Integer.parseInt(m.group(8)) : 0,
              nanos(fraction));
    }
    if (late && !time.equals(LocalTime.MIDNIGHT)) {
      throw new DateTimeException("24 is the hour of the day's end alone");
    }
    date = late ? date.plusDays(1) : date;
    String offset = m.group(10);
    boolean briefDate = brief(m.group(3)) || brief(m.group(4));
    int[] form = {
      offset(offset).ordinal(),
      "T".equals(m.group(5)) ? 1 : 0,
      SEPARATORS.indexOf(m.group(2)),
      (briefDate ? BRIEF_DATE : 0)
          + (brief(m.group(6)) ? BRIEF_HOUR : 0)
          + (late ? LATE_MIDNIGHT : 0)
    };
    long micros = Clock.micros(date.atTime(time));
    int layout = layout(part, fraction.length(), form);
    if (offset == null) {
      return new TimeCell(micros, layout, TimeCell.NO_OFFSET);
    }
    int seconds = ZoneOffset.of(offset).getTotalSeconds();
    return new TimeCell(micros - seconds * Clock.SECOND, layout, seconds);
  }

  private static boolean brief(@Nullable String digits) {
    return digits != null && digits.length() < 2;
  }

  private static int nanos(String fraction) {
    return fraction.isEmpty() ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
  }

  private static Offset offset(@Nullable String text) {
    if (text == null) {
      return Offset.NONE;
    }
    return switch (text.length()) {
      case 1 -> Offset.Z;
      case 3 -> Offset.HOURS;
      case 5 -> Offset.PLAIN;
      default -> Offset.COLON;
    };
  }

  private static int layout(Part part, int fraction, int[] form) {
    int layout = 1 + part.ordinal();
    layout = layout * DECIMAL + fraction;
    for (int digit : form) {
      layout = layout * DECIMAL + digit;
    }
    return layout;
  }

  private static int digit(int layout, int fromTheRight) {
    return layout / (int) Math.pow(DECIMAL, fromTheRight) % DECIMAL;
  }

  /** The layout of 2026-01-31 15:00. */
  static int minutes() {
    return layout(Part.MINUTE, 0, new int[] {0, 0, 0, 0});
  }

  /** A layout with minutes, for dates whose hour is in a column of its own. */
  static int withMinutes(int layout) {
    int day = (1 + Part.DAY.ordinal()) * DECIMAL;
    int minute = (1 + Part.MINUTE.ordinal()) * DECIMAL;
    return layout / 10_000 == day ? minute * 10_000 + layout % 10_000 : layout;
  }

  private static boolean has(int layout, int flag) {
    return (digit(layout, 0) & flag) != 0;
  }

  private static String clock(String format, int count) {
    return String.format(Locale.ROOT, format, count);
  }

  /** The finer of two layouts; what either says of how dates and hours are written is kept. */
  static int finer(int one, int other) {
    boolean alike = one > 0 && other > 0 && one / DECIMAL == other / DECIMAL;
    return alike
        ? one / DECIMAL * DECIMAL + (one % DECIMAL | other % DECIMAL)
        : Math.max(one, other);
  }

  /** Writes a local time, with its offset where the layout has one. */
  static String write(long micros, int layout, ZoneOffset offset) {
    LocalDateTime time = Clock.time(micros);
    Part part = Part.values()[digit(layout, 5) - 1];
    if (part == Part.QUARTER) {
      String dash = digit(layout, 2) == 1 ? "-" : "";
      return String.format(
          Locale.ROOT, "%04d%sQ%d", time.getYear(), dash, (time.getMonthValue() + 2) / 3);
    }
    boolean late = has(layout, LATE_MIDNIGHT) && time.toLocalTime().equals(LocalTime.MIDNIGHT);
    time = late ? time.minusDays(1) : time;
    char separator = SEPARATORS.charAt(digit(layout, 1));
    String two = has(layout, BRIEF_DATE) ? "%d" : "%02d";
    String hour = late ? MIDNIGHT : clock(has(layout, BRIEF_HOUR) ? "%d" : "%02d", time.getHour());
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%04d", time.getYear()));
    text.append(separator).append(String.format(Locale.ROOT, two, time.getMonthValue()));
    if (part.compareTo(Part.DAY) >= 0) {
      text.append(separator).append(String.format(Locale.ROOT, two, time.getDayOfMonth()));
    }
    if (part.compareTo(Part.MINUTE) >= 0) {
      text.append(digit(layout, 2) == 1 ? 'T' : ' ')
          .append(hour)
          .append(clock(":%02d", time.getMinute()));
    }
    if (part.compareTo(Part.SECOND) >= 0) {
      text.append(String.format(Locale.ROOT, ":%02d", time.getSecond()));
    }
    if (part == Part.FRACTION) {
      String nanos = String.format(Locale.ROOT, "%09d", time.getNano() / NANOS * NANOS);
      text.append('.').append(nanos, 0, digit(layout, 4));
    }
    return text + suffix(Offset.values()[digit(layout, 3)], offset);
  }

  /** Such as +01:00. */
  static String offset(ZoneOffset offset) {
    return offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
  }

  private static String suffix(Offset form, ZoneOffset offset) {
    String full = offset(offset);
    return switch (form) {
      case NONE -> "";
      case Z -> offset.equals(ZoneOffset.UTC) ? "Z" : full;
      case HOURS -> full.endsWith(":00") ? full.substring(0, 3) : full;
      case PLAIN -> full.replace(":", "");
      case COLON -> full;
    };
  }
}
