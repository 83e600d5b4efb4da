package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.series.Clock;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * Reads a column of times: dates, timestamps with and without a zone, numbers, or text. A column of
 * hours may stand beside it.
 */
public final class TimeColumn implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_HOURS = 24;
  private static final int MOST_OF_FLOAT = 1 << 24;

  /** What its cells are. */
  enum Kind {
    DATE,
    INSTANT,
    LOCAL,
    NUMBER,
    TEXT
  }

  private final String name;
  private final DataType type;
  private final Kind kind;
  private final boolean hours;
  private final @Nullable TimeFormat format;
  private final @Nullable NumberUnit unit;

  private TimeColumn(StructField field, boolean hours, @Nullable String format) {
    name = "time column \"" + field.name() + "\"";
    type = field.dataType();
    kind = kind(field);
    this.hours = hours;
    unit = NumberUnit.named(format);
    this.format = format == null || unit != null ? null : new TimeFormat(format);
  }

  /**
   * @param hours whether a column of hours stands beside it
   * @param format a pattern such as dd.MM.yyyy; seconds, milliseconds, microseconds or nanoseconds
   *     for numbers since 1970; null for ISO 8601, and numbers judged by their size
   * @throws UnusableInputException for a type that holds no times
   */
  public static TimeColumn of(StructField field, boolean hours, @Nullable String format) {
    return new TimeColumn(field, hours, format);
  }

  private static Kind kind(StructField field) {
    DataType type = field.dataType();
    if (type.equals(DataTypes.DateType)) {
      return Kind.DATE;
    }
    if (type.equals(DataTypes.TimestampType)) {
      return Kind.INSTANT;
    }
    if (type.equals(DataTypes.TimestampNTZType)) {
      return Kind.LOCAL;
    }
    if (type instanceof NumericType) {
      return Kind.NUMBER;
    }
    if (type.equals(DataTypes.StringType)) {
      return Kind.TEXT;
    }
    throw new UnusableInputException(
        "time column \""
            + field.name()
            + "\" is of type "
            + type.simpleString()
            + ", expected a date, a timestamp, a number or text");
  }

  Kind kind() {
    return kind;
  }

  DataType type() {
    return type;
  }

  boolean hours() {
    return hours;
  }

  @Nullable TimeFormat format() {
    return format;
  }

  /** The unit of its numbers since 1970 where a user names it; else null. */
  @Nullable NumberUnit unit() {
    return unit;
  }

  /** The type of a column of other such times. */
  public DataType written() {
    boolean date = kind == Kind.DATE || kind == Kind.NUMBER;
    return date && hours ? DataTypes.TimestampNTZType : type;
  }

  /** A cell's time as a number that can be compared with others of this column. */
  public long number(@Nullable Object cell, @Nullable Object hour) {
    return read(cell, hour).raw();
  }

  /**
   * @param hour null where there is no column of hours
   * @throws UnusableInputException for an empty cell, and one that is no time, naming it
   */
  TimeCell read(@Nullable Object cell, @Nullable Object hour) {
    TimeCell time = read(cell);
    if (!hours) {
      return time;
    }
    float number = Values.number(hour, "hour column");
    if (Values.isFlag(hour) || !(number >= 0 && number <= MOST_HOURS) || number != (int) number) {
      throw new UnusableInputException(
          "hour column holds \"" + (hour == null ? "" : hour) + "\", expected 0 to 24");
    }
    return TimeCell.digits(time.layout())
        ? new TimeCell(
            NumberUnit.DATE.micros(requireDate(time.raw())) + (long) number * Clock.HOUR,
            TimeText.minutes(),
            TimeCell.NO_OFFSET)
        : new TimeCell(
            time.raw() + (long) number * Clock.HOUR,
            TimeText.withMinutes(time.layout()),
            time.offset());
  }

  private long requireDate(long number) {
    if (NumberUnit.byCalendar(number) != NumberUnit.DATE) {
      throw bad(number, "a date such as 20260131 in the column before the hour");
    }
    return number;
  }

  private TimeCell read(@Nullable Object cell) {
    if (cell instanceof LocalDate date) {
      return new TimeCell(Clock.micros(date));
    }
    if (cell instanceof java.sql.Date date) {
      return new TimeCell(Clock.micros(date.toLocalDate()));
    }
    if (cell instanceof Instant instant) {
      return new TimeCell(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    }
    if (cell instanceof java.sql.Timestamp timestamp) {
      // Before 1582 the calendar of java.sql is another one.
      return new TimeCell(DateTimeUtils.fromJavaTimestamp(timestamp));
    }
    if (cell instanceof LocalDateTime time) {
      return new TimeCell(Clock.micros(time));
    }
    if (cell instanceof Number number && format == null) {
      return whole(number);
    }
    String text = cell == null ? "" : cell.toString().strip();
    TimeCell read = format == null ? TimeText.read(text) : format.read(text);
    if (read == null) {
      throw bad(
          text,
          format == null
              ? "a time such as 2026-01-31, 2026-01-31 15:00:00 or 2026-01, or --time-format"
              : "a time as --time-format " + format + " writes it");
    }
    return read;
  }

  private TimeCell whole(Number number) {
    double value = number.doubleValue();
    boolean exact = !(number instanceof Float) || Math.abs(value) <= MOST_OF_FLOAT;
    if (value != Math.rint(value) || Math.abs(value) > Long.MAX_VALUE || !exact) {
      throw bad(number, "a whole number, of no more digits than its type holds");
    }
    return new TimeCell(number.longValue(), TimeCell.DIGITS, TimeCell.NO_OFFSET);
  }

  private UnusableInputException bad(Object cell, String expected) {
    return new UnusableInputException(name + " holds \"" + cell + "\", expected " + expected);
  }
}
