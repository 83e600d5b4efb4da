package dev.recurrent.timeseries.series;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Microseconds since 1970-01-01T00:00, and the dates and times they stand for. */
public final class Clock {
  public static final long SECOND = 1_000_000;
  public static final long MINUTE = 60 * SECOND;
  public static final long HOUR = 60 * MINUTE;
  public static final long DAY = 24 * HOUR;
  private static final long NANOS = 1000;

  private Clock() {}

  public static LocalDateTime time(long micros) {
    long second = Math.floorDiv(micros, SECOND);
    return LocalDateTime.ofEpochSecond(
        second, (int) (Math.floorMod(micros, SECOND) * NANOS), ZoneOffset.UTC);
  }

  /** What is finer than a microsecond is cut. */
  public static long micros(LocalDateTime time) {
    return time.toEpochSecond(ZoneOffset.UTC) * SECOND + time.getNano() / NANOS;
  }

  public static long micros(LocalDate date) {
    return date.toEpochDay() * DAY;
  }

  /** Days since 1970-01-01. */
  public static long day(long micros) {
    return Math.floorDiv(micros, DAY);
  }

  static long timeOfDay(long micros) {
    return Math.floorMod(micros, DAY);
  }

  /** A time for a message: an ISO date, with the time of day where it is not midnight. */
  public static String text(long micros) {
    LocalDateTime time = time(micros);
    boolean midnight = time.toLocalTime().equals(LocalTime.MIDNIGHT);
    return midnight ? time.toLocalDate().toString() : time.toString().replace('T', ' ');
  }

  /** An instant's local time in a zone. */
  public static long local(long instant, ZoneId zone) {
    return instant
        + offset(
            zone.getRules().getOffset(java.time.Instant.EPOCH.plus(instant, ChronoUnit.MICROS)));
  }

  /** The instant of a local time; one that no clock shows lies behind the gap. */
  static long instant(long local, ZoneId zone, boolean later) {
    var zoned = time(local).atZone(zone);
    ZoneOffset offset = (later ? zoned.withLaterOffsetAtOverlap() : zoned).getOffset();
    return micros(zoned.toLocalDateTime()) - offset(offset);
  }

  /** Whether a zone's clock shows a local time: it is set forward over some. */
  static boolean shows(long local, ZoneId zone) {
    return !zone.getRules().getValidOffsets(time(local)).isEmpty();
  }

  /** Whether it shows any time of a local time's day: some zones have left out a whole one. */
  static boolean showsDay(long local, ZoneId zone) {
    LocalDate day = time(local).toLocalDate();
    return day.atStartOfDay(zone).toLocalDate().equals(day);
  }

  /** Whether clocks are set back over a local time, so that it comes twice. */
  public static boolean comesTwice(long local, ZoneId zone) {
    return zone.getRules().getValidOffsets(time(local)).size() > 1;
  }

  private static long offset(ZoneOffset offset) {
    return offset.getTotalSeconds() * SECOND;
  }
}
