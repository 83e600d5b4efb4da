package dev.recurrent.timeseries.table;

import static java.util.stream.Collectors.joining;

import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.series.Clock;
import dev.recurrent.timeseries.series.Frequency;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frequency of a table in the times of its longest series, and the clock that counts it.
 * Instants are read in a zone that is given or that all texts' offsets name; else in UTC if a rule
 * fits there, else in the session's zone.
 */
final class FrequencyChoice {
  private static final int MANY = 10;
  private static final int HUNDRED = 100;

  /** Share of steps without a row from which on numbers that may be dates are no index. */
  private static final double MISSING = 0.2;

  private final TimeReading reading;
  private final long[] raw;
  private final List<LocalDate> holidays;
  private @Nullable String said;

  /** A clock: a zone's local one, or elapsed time; the column's own without a zone. */
  private record ClockOf(@Nullable ZoneId zone, boolean wall, boolean session) {
    Frequency of(Frequency rule) {
      return zone == null ? rule : rule.inZone(zone, wall);
    }
  }

  /**
   * @param raw sorted times of a series, as its cells hold them
   */
  FrequencyChoice(TimeReading reading, long[] raw, List<LocalDate> holidays) {
    this.reading = reading;
    this.raw = raw;
    this.holidays = holidays;
  }

  /** What a user should know of the choice, null for nothing. */
  @Nullable String said() {
    return said;
  }

  /**
   * @param given by a user, null to find one
   * @param zone given by a user
   * @param session the session's zone
   * @throws UnusableInputException if no rule or two explain the times
   */
  Frequency choose(@Nullable String given, @Nullable ZoneId zone, ZoneId session) {
    List<ClockOf> clocks = clocks(zone, session);
    boolean index = given != null && Frequency.of(given).calendarSize() == 0;
    if (reading.judgedBySize() && !index) {
      requireEvident();
    }
    if (given != null) {
      return given(given, clocks);
    }
    @Nullable IllegalArgumentException first = null;
    for (ClockOf clock : clocks) {
      try {
        Frequency found = found(clock);
        if (found != null) {
          requireNoDates(found, times(found));
          sayZone(clock);
          return found;
        }
      } catch (IllegalArgumentException e) {
        // A local clock says of what it sees what its users know.
        first = first == null || elapsed(clocks.get(0)) ? e : first;
      }
    }
    if (!reading.compactDates().isEmpty()) {
      throw dates(
          reading.compactDates(),
          first == null ? "follow no rule" : "follow no rule as " + reading.unit());
    }
    String why = first == null ? "the times follow no rule; pass --frequency" : first.getMessage();
    throw new UnusableInputException(
        why + (clocks.get(0).zone() == null && reading.instants() ? ", or --time-zone" : ""));
  }

  /**
   * Within a month or a year dates in one number count on as an index does: those that follow a
   * rule as dates are none. Numbers since 1970 are of the unit that makes their distance usual.
   */
  private void requireEvident() {
    EpochDistance.requireUsual(Objects.requireNonNull(reading.unit()), raw);
    List<CompactDate> regular = reading.compactDates().stream().filter(this::regular).toList();
    if (!regular.isEmpty()) {
      throw dates(regular, "would be read as " + reading.unit());
    }
    if (reading.leadingZeros() && !reading.compactDates().isEmpty()) {
      throw dates(
          reading.compactDates(), "have zeros before them, would be read as " + reading.unit());
    }
    if (reading.leadingZeros()) {
      throw new UnusableInputException(
          "the time column's whole numbers, such as "
              + raw[0]
              + ", have zeros before them, as dates and times in one number have, and would be read"
              + " as "
              + reading.unit()
              + "; pass --time-format with their pattern, such as yyMM or HHmm, or --frequency"
              + " index if they count on");
    }
  }

  /** Numbers that count on have a row at nearly every step; dates read as numbers do not. */
  private void requireNoDates(Frequency found, long[] times) {
    List<CompactDate> patterns = reading.compactDates();
    if (patterns.isEmpty()) {
      return;
    }
    long rows = Arrays.stream(times).distinct().count();
    long steps = found.step(times[times.length - 1]) - found.step(times[0]) + 1;
    if (steps - rows > MISSING * steps) {
      throw dates(
          patterns,
          String.format(
              Locale.ROOT,
              "would leave %,d of %,d steps without a row as %s",
              steps - rows,
              steps,
              reading.unit()));
    }
  }

  /** Whether numbers follow a rule as dates of a pattern; a few always do. */
  private boolean regular(CompactDate pattern) {
    long[] times =
        Arrays.stream(raw)
            .distinct()
            .map(number -> Clock.micros(Objects.requireNonNull(pattern.time(number))))
            .sorted()
            .toArray();
    if (pattern.countsOn(EpochDistance.mostFrequent(raw))) {
      return false;
    }
    try {
      Frequency rule = Frequency.ofTimes(times, holidays);
      long steps = rule.step(times[times.length - 1]) - rule.step(times[0]) + 1;
      return steps - times.length <= MISSING * steps;
    } catch (IllegalArgumentException e) {
      return times.length < MANY;
    }
  }

  private UnusableInputException dates(List<CompactDate> dates, String seen) {
    String patterns = dates.stream().map(CompactDate::toString).collect(joining(" or "));
    String remedies = dates.stream().map(CompactDate::remedy).distinct().collect(joining(", or "));
    return new UnusableInputException(
        "the time column's numbers, such as "
            + raw[0]
            + ", "
            + seen
            + ", and all of them may be dates of the pattern "
            + patterns
            + "; "
            + remedies
            + (reading.instants()
                ? ", or --time-format " + Objects.requireNonNull(reading.unit()).word()
                : ", or --frequency index if they count on"));
  }

  private List<ClockOf> clocks(@Nullable ZoneId zone, ZoneId session) {
    List<ClockOf> clocks = new ArrayList<>();
    ZoneOffset offset = reading.offset();
    ZoneId of = zone == null && offset != null && offset.getTotalSeconds() != 0 ? offset : zone;
    if (of != null && reading.zoned()) {
      clocks.add(new ClockOf(of, false, false));
      clocks.add(new ClockOf(of, true, false));
      return clocks;
    }
    clocks.add(new ClockOf(null, true, false));
    if (reading.instants()) {
      clocks.add(new ClockOf(session, true, true));
    }
    return clocks;
  }

  private void sayZone(ClockOf clock) {
    if (clock.session()) {
      said =
          "times are instants, and no rule fits them in UTC: they are read in the session's zone "
              + clock.zone()
              + "; pass --time-zone to be sure of it";
    }
  }

  /** Null where elapsed time would count whole days: a local clock does that. */
  private @Nullable Frequency found(ClockOf clock) {
    long[] times = times(clock.of(Frequency.of("D")));
    Frequency rule =
        reading.index() ? Frequency.ofIndex(times) : Frequency.ofTimes(times, holidays);
    return elapsed(clock) && rule.wholeDays() ? null : clock.of(rule);
  }

  private static boolean elapsed(ClockOf clock) {
    return clock.zone() != null && !clock.wall();
  }

  private long[] times(Frequency frequency) {
    long[] times = new long[raw.length];
    Set<Long> twice = new HashSet<>();
    for (int i = 0; i < times.length; i++) {
      times[i] = reading.onClock(frequency, raw[i], twice);
    }
    Arrays.sort(times);
    return times;
  }

  private Frequency given(String text, List<ClockOf> clocks) {
    Frequency rule = Frequency.of(text).withHolidays(holidays);
    if (reading.index() && rule.calendarSize() > 0 && !reading.compactDates().isEmpty()) {
      throw dates(reading.compactDates(), "would be read as " + reading.unit());
    }
    if (reading.index() != (rule.calendarSize() == 0)) {
      throw new UnusableInputException(
          "--frequency is "
              + text
              + (reading.index()
                  ? ", and the time column holds whole numbers that are not times: give no"
                      + " --frequency, or index; for numbers since 1970 pass --time-format, such as"
                      + " seconds"
                  : ", and the time column holds times: give a step such as D or h, or none"));
    }
    @Nullable Frequency fallback = null;
    for (ClockOf clock : clocks) {
      if (!(elapsed(clock) && rule.wholeDays())) {
        Frequency zoned = clock.of(rule);
        long[] times = times(zoned);
        Frequency own = zoned.anchored(times);
        if (strays(own, times) <= Math.max(times.length >= MANY ? 1 : 0, times.length / HUNDRED)) {
          requireSame(text, zoned, own);
          sayZone(clock);
          return own;
        }
        fallback = fallback == null ? zoned : fallback;
      }
    }
    return fallback == null ? rule : fallback;
  }

  private static int strays(Frequency rule, long[] times) {
    int n = 0;
    for (long time : times) {
      n += rule.holds(time) ? 0 : 1;
    }
    return n;
  }

  private static void requireSame(String text, Frequency given, Frequency own) {
    if (Frequency.named(text) && !given.anchor().equals(own.anchor())) {
      throw new UnusableInputException(
          "--frequency "
              + text
              + " has its steps on "
              + given.anchor()
              + ", the data on "
              + own.anchor()
              + "; pass "
              + own
              + ", or no --frequency");
    }
  }
}
