package dev.recurrent.timeseries.table;

import dev.recurrent.format.Quantity;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.series.Clock;
import dev.recurrent.timeseries.series.Frequency;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;
import org.jspecify.annotations.Nullable;

/** What a column's times are, how they come on a frequency's clock, and how others are written. */
public final class TimeReading implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int SEVERAL = 12;

  private final TimeColumn column;
  private final boolean instants;
  private final @Nullable NumberUnit unit;
  private final TimeForm form;

  private TimeReading(
      TimeColumn column, boolean instants, @Nullable NumberUnit unit, TimeForm form) {
    this.column = column;
    this.instants = instants;
    this.unit = unit;
    this.form = form;
  }

  /**
   * @param known the frequency of a model, null for none: its numbers are an index, or none is
   * @throws UnusableInputException if cells are of different kinds
   */
  static TimeReading of(TimeColumn column, TimeForm form, @Nullable Frequency known) {
    long[] kinds = form.kinds();
    switch (column.kind()) {
      case DATE, LOCAL:
        return new TimeReading(column, false, null, form);
      case INSTANT:
        return new TimeReading(column, true, null, form);
      case NUMBER, TEXT:
        break;
    }
    if ((kinds[0] > 0 ? 1 : 0) + (kinds[1] > 0 ? 1 : 0) + (kinds[2] > 0 ? 1 : 0) > 1) {
      throw new UnusableInputException(
          "the time column holds "
              + Quantity.of(kinds[0], "number")
              + ", "
              + Quantity.of(kinds[1], "time")
              + " with an offset from UTC and "
              + kinds[2]
              + " without, expected cells of one kind");
    }
    if (kinds[0] == 0 && column.unit() != null) {
      throw new UnusableInputException(
          "the time column holds no whole numbers, expected those of --time-format "
              + column.unit().word());
    }
    if (kinds[0] == 0) {
      return new TimeReading(column, kinds[1] > 0, null, form);
    }
    NumberUnit unit = unit(column, form, known);
    return new TimeReading(column, unit.instants(), unit, form);
  }

  private static NumberUnit unit(TimeColumn column, TimeForm form, @Nullable Frequency known) {
    boolean index = known != null && known.calendarSize() == 0;
    NumberUnit named = column.unit();
    NumberUnit unit = index ? NumberUnit.INDEX : named == null ? form.unit() : named;
    if (known != null && !index && unit == NumberUnit.INDEX) {
      throw new UnusableInputException(
          "the time column holds numbers that are not times, expected times for steps of "
              + known.describe()
              + "; if they are dates or times in one number, pass --time-format");
    }
    return unit;
  }

  /** The type of the column that forecasts' times go to. */
  public DataType type() {
    return column.written();
  }

  boolean instants() {
    return instants;
  }

  boolean index() {
    return unit == NumberUnit.INDEX;
  }

  /** Whether a zone says what the times are: dates are the same everywhere. */
  boolean zoned() {
    boolean whole = unit != null && !unit.instants();
    return column.kind() != TimeColumn.Kind.DATE && !whole;
  }

  /**
   * A model's frequency in the zone of this table.
   *
   * @param zone that a user gives, null for none: the offset that all texts share, where the model
   *     has no zone but an offset or UTC; else the model's own
   */
  Frequency in(@Nullable ZoneId zone, Frequency frequency) {
    if (!zoned()) {
      return frequency;
    }
    ZoneOffset offset = offset();
    boolean shared = offset != null && !offset.equals(fixed(frequency));
    ZoneId own = zone == null && shared && fixed(frequency) != null ? offset : zone;
    return own == null ? frequency : frequency.inZone(own, frequency.wholeDays());
  }

  /** The offset of a frequency without a zone of changing clocks; null where it has one. */
  private static @Nullable ZoneOffset fixed(@Nullable Frequency frequency) {
    ZoneId zone = frequency == null ? null : frequency.zone();
    return zone == null ? ZoneOffset.UTC : zone instanceof ZoneOffset offset ? offset : null;
  }

  /**
   * Texts of several offsets are of a zone whose clocks change, and no offset says of which.
   *
   * @param zone that a user gives, or null
   * @param known the frequency of a model, null for none
   * @throws UnusableInputException if nothing names the zone
   */
  void requireOneClock(@Nullable ZoneId zone, @Nullable Frequency known) {
    int[] offsets = form.offsets();
    if (instants && offsets.length > 1 && zone == null && fixed(known) != null) {
      String named =
          Arrays.stream(offsets)
              .mapToObj(seconds -> TimeText.offset(ZoneOffset.ofTotalSeconds(seconds)))
              .collect(Collectors.joining(", "));
      throw new UnusableInputException(
          "the time column's texts have the offsets from UTC "
              + named
              + ", and which zone's clock counts the steps cannot be known; pass --time-zone, such"
              + " as Europe/Berlin, or --time-zone UTC");
    }
  }

  @Nullable NumberUnit unit() {
    return unit;
  }

  /** Patterns of dates that all numbers fit, whatever unit they are read as; none of texts. */
  List<CompactDate> compactDates() {
    boolean known = unit == null || column.format() != null || column.unit() != null;
    return known ? List.of() : form.dates();
  }

  /** Whether texts of numbers have zeros before them. */
  boolean leadingZeros() {
    return unit != null && form.leadingZeros();
  }

  /** Whether nobody says what the numbers are, and their size decides. */
  boolean judgedBySize() {
    boolean calendar = unit != null && !index() && !unit.instants();
    return unit != null && column.unit() == null && !calendar;
  }

  /** The offset that all texts share; null where they have none, or several. */
  @Nullable ZoneOffset offset() {
    int[] offsets = form.offsets();
    return offsets.length == 1 ? ZoneOffset.ofTotalSeconds(offsets[0]) : null;
  }

  /**
   * A cell's time on a frequency's clock.
   *
   * @param twice times seen before of those that come twice where clocks are set back
   */
  long onClock(Frequency frequency, long raw, Set<Long> twice) {
    long micros = unit == null ? raw : micros(unit, raw);
    if (instants) {
      return frequency.ofInstant(micros);
    }
    ZoneId zone = frequency.zone();
    boolean later = zone != null && Clock.comesTwice(micros, zone) && !twice.add(micros);
    return frequency.ofLocal(micros, later);
  }

  private static long micros(NumberUnit unit, long number) {
    try {
      return unit.micros(number);
    } catch (java.time.DateTimeException e) {
      throw new UnusableInputException("the time column holds " + number + ", expected " + unit);
    }
  }

  /** Whether a time lies behind a day. */
  boolean behind(Frequency frequency, long time, LocalDate day) {
    return !index() && Clock.day(frequency.local(time)) > day.toEpochDay();
  }

  /** Whether steps that follow one another have different cells: a date has no hours. */
  boolean tells(Frequency frequency) {
    long step = frequency.step(0);
    Object before = cell(frequency, frequency.time(step), true);
    for (int k = 1; k <= SEVERAL; k++) {
      Object next = cell(frequency, frequency.time(step + k), true);
      if (next.equals(before)) {
        return false;
      }
      before = next;
    }
    return true;
  }

  /** A time for a message. */
  String text(Frequency frequency, long time) {
    return index() ? String.valueOf(time) : Clock.text(frequency.local(time));
  }

  /**
   * A frequency's time as the column holds times.
   *
   * @param java8 whether Spark's rows hold java.time's dates and instants
   */
  public Object cell(Frequency frequency, long time, boolean java8) {
    // Times that are no instants are local ones, whatever clock counts their steps.
    long local = frequency.local(time);
    if (unit != null && !column.hours()) {
      return number(unit.number(instants ? frequency.instant(time) : local));
    }
    return switch (column.kind()) {
      case DATE -> column.hours() ? Clock.time(local) : date(local, java8);
      case NUMBER ->
          column.hours()
              ? Clock.time(local)
              : number(Long.parseLong(text(frequency, local, frequency.instant(time))));
      case LOCAL -> Clock.time(local);
      case INSTANT -> {
        long micros = frequency.instant(time);
        yield java8 ? DateTimeUtils.microsToInstant(micros) : DateTimeUtils.toJavaTimestamp(micros);
      }
      case TEXT -> text(frequency, local, frequency.instant(time));
    };
  }

  private static Object date(long micros, boolean java8) {
    LocalDate date = Clock.time(micros).toLocalDate();
    return java8 ? date : java.sql.Date.valueOf(date);
  }

  private String text(Frequency frequency, long local, long instant) {
    ZoneOffset offset = ZoneOffset.UTC;
    if (instants && frequency.zone() != null) {
      offset = ZoneOffset.ofTotalSeconds((int) ((local - instant) / Clock.SECOND));
    }
    TimeFormat format = column.format();
    if (format == null) {
      return TimeText.write(local, form.layout(), offset);
    }
    String hour = column.hours() ? Clock.time(local).toLocalTime().toString() : "";
    return (format.write(local, offset) + " " + hour).trim();
  }

  private Object number(long number) {
    DataType type = column.type();
    if (type instanceof IntegerType) {
      return Math.toIntExact(number);
    }
    if (type instanceof ShortType) {
      return (short) number;
    }
    if (type instanceof ByteType) {
      return (byte) number;
    }
    if (type instanceof DoubleType) {
      return (double) number;
    }
    if (type instanceof FloatType) {
      return (float) number;
    }
    if (type instanceof DecimalType) {
      return BigDecimal.valueOf(number);
    }
    return column.kind() == TimeColumn.Kind.TEXT ? (Object) String.valueOf(number) : number;
  }
}
