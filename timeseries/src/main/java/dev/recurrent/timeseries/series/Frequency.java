package dev.recurrent.timeseries.series;

import dev.recurrent.format.FromJson;
import dev.recurrent.format.ToJson;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A rule for the next time of a series, anchored in a time. A time is in microseconds since
 * 1970-01-01T00:00 on the rule's own clock: a local clock, which knows no zone; or UTC, where
 * instants are counted in elapsed time. {@link #ofInstant} and {@link #ofLocal} lead to that clock.
 */
public interface Frequency extends Serializable {
  /** The step a time belongs to. */
  long step(long time);

  /** The time of a step. */
  long time(long step);

  /** Steps after which such series tend to repeat: a day, a week, a year; 1 for none. */
  int season();

  /** Numbers {@link #calendar} writes. */
  int calendarSize();

  /**
   * Writes sine and cosine of the place in the year, week and day, as far as a step resolves them.
   */
  void calendar(long time, float[] out, int at);

  /** This rule with the anchor that most of the times have; as it is where most share none. */
  Frequency anchored(long[] times);

  /** The anchor where the rule's name has one, such as Sunday; else an empty text. */
  String anchor();

  /** Whether every step is of whole days, so that a local clock counts them. */
  boolean wholeDays();

  /** What {@code model.json} holds of it. */
  @ToJson
  FrequencySpec spec();

  /** The rule in words, such as "weeks ending on Sunday". */
  String describe();

  /** What {@code --frequency} calls the rule; an anchor that it cannot name is that of the data. */
  default String option() {
    String name = toString().replaceFirst(" at .*", "");
    return name.indexOf(' ') < 0 ? name : '"' + name + '"';
  }

  /** Whether a time lies on a step, and not between two. */
  default boolean holds(long time) {
    return time(step(time)) == time;
  }

  /**
   * Whether a time lies on a day that the rule leaves out: of business days a weekend, a holiday.
   */
  default boolean leavesOut(long time) {
    return false;
  }

  /**
   * Whether a clock shows a local time where steps are shorter than a day, else any of its day: in
   * a zone clocks are set forward over some.
   */
  default boolean shows(long local) {
    return true;
  }

  /** The zone of the steps' times; null for UTC, and for local times without a zone. */
  default @Nullable ZoneId zone() {
    return null;
  }

  /**
   * This rule for times of a zone.
   *
   * @param wallClock whether the zone's local clock counts the steps, and not elapsed time
   */
  default Frequency inZone(ZoneId zone, boolean wallClock) {
    return new ZonedSteps(this, zone, wallClock);
  }

  /** This rule without some days, if it is of business days. */
  default Frequency withHolidays(Collection<LocalDate> holidays) {
    return this;
  }

  /** An instant, in microseconds of UTC, on this rule's clock. */
  default long ofInstant(long instant) {
    return instant;
  }

  /**
   * A local time on this rule's clock.
   *
   * @param later which of two is meant where clocks are set back and a local time comes twice
   */
  default long ofLocal(long local, boolean later) {
    return local;
  }

  /** A time of this rule's clock as an instant, in microseconds of UTC. */
  default long instant(long time) {
    return time;
  }

  /** A time of this rule's clock as a local time. */
  default long local(long time) {
    return time;
  }

  /**
   * The rule of a name that pandas knows, or of an ISO 8601 period.
   *
   * @throws IllegalArgumentException listing what is accepted
   */
  static Frequency of(String text) {
    return FrequencyNames.of(text);
  }

  /** Whether a name says on which day its steps are, so that other data contradict it. */
  static boolean named(String text) {
    return FrequencyNames.anchored(text);
  }

  /**
   * The simplest rule that explains sorted times.
   *
   * @param holidays that are no business days
   * @throws IllegalArgumentException if there is none or two, with what was seen and what to pass
   */
  static Frequency ofTimes(long[] times, Collection<LocalDate> holidays) {
    return FrequencyFinder.times(times, holidays);
  }

  /** As {@link #ofTimes}, of numbers that are no times. */
  static Frequency ofIndex(long[] numbers) {
    return FrequencyFinder.index(numbers);
  }

  /** The rule that {@link #spec} wrote. */
  @FromJson
  static Frequency of(FrequencySpec spec) {
    return spec.frequency();
  }
}
