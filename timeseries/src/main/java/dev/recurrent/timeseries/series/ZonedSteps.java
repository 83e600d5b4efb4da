package dev.recurrent.timeseries.series;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Collection;
import java.util.stream.LongStream;

/** A rule for instants of a zone, counted on the zone's local clock or in elapsed time. */
final class ZonedSteps implements Frequency {
  private static final long serialVersionUID = 1L;

  private final Frequency rule;
  private final ZoneId zone;
  private final boolean wallClock;

  /** Of the rule's steps, rising; none in nearly all zones. */
  private final long[] skipped;

  /**
   * @param wallClock whether the local clock counts: a day is then a day where it has 23 hours
   */
  ZonedSteps(Frequency rule, ZoneId zone, boolean wallClock) {
    this.rule = rule;
    this.zone = zone;
    this.wallClock = wallClock;
    skipped = wallClock && rule.wholeDays() && rule.calendarSize() > 0 ? skipped() : new long[0];
  }

  /** Steps whose days no clock of the zone showed: the next step's would have the same instant. */
  private long[] skipped() {
    LongStream.Builder all = LongStream.builder();
    for (ZoneOffsetTransition transition : zone.getRules().getTransitions()) {
      long length = transition.getDuration().getSeconds() * Clock.SECOND;
      if (length >= Clock.DAY) {
        long begin = Clock.micros(transition.getDateTimeBefore());
        for (long step = rule.step(begin); rule.time(step) < begin + length; step++) {
          long time = rule.time(step);
          boolean passed = rule.step(time + length) > step || rule instanceof BusinessDays;
          if (time >= begin && passed) {
            all.add(step);
          }
        }
      }
    }
    return all.build().toArray();
  }

  @Override
  public long step(long time) {
    long step = rule.step(time);
    int before = 0;
    while (before < skipped.length && skipped[before] <= step) {
      before++;
    }
    return step - before;
  }

  @Override
  public long time(long step) {
    long own = step;
    for (long none : skipped) {
      own += none <= own ? 1 : 0;
    }
    return rule.time(own);
  }

  @Override
  public boolean shows(long local) {
    return rule.wholeDays() ? Clock.showsDay(local, zone) : Clock.shows(local, zone);
  }

  @Override
  public int season() {
    return rule.season();
  }

  @Override
  public int calendarSize() {
    return rule.calendarSize();
  }

  @Override
  public void calendar(long time, float[] out, int at) {
    rule.calendar(local(time), out, at);
  }

  @Override
  public Frequency anchored(long[] times) {
    return new ZonedSteps(rule.anchored(times), zone, wallClock);
  }

  @Override
  public Frequency inZone(ZoneId other, boolean clock) {
    return new ZonedSteps(rule, other, clock);
  }

  @Override
  public Frequency withHolidays(Collection<LocalDate> holidays) {
    return new ZonedSteps(rule.withHolidays(holidays), zone, wallClock);
  }

  @Override
  public String anchor() {
    return rule.anchor();
  }

  @Override
  public boolean wholeDays() {
    return rule.wholeDays();
  }

  @Override
  public boolean leavesOut(long time) {
    return rule.leavesOut(time);
  }

  @Override
  public ZoneId zone() {
    return zone;
  }

  @Override
  public long ofInstant(long instant) {
    return wallClock ? Clock.local(instant, zone) : instant;
  }

  @Override
  public long ofLocal(long local, boolean later) {
    return wallClock ? local : Clock.instant(local, zone, later);
  }

  @Override
  public long instant(long time) {
    return wallClock ? Clock.instant(time, zone, false) : time;
  }

  @Override
  public long local(long time) {
    return wallClock ? time : Clock.local(time, zone);
  }

  @Override
  public FrequencySpec spec() {
    return rule.spec().withZone(zone, wallClock);
  }

  @Override
  public String describe() {
    return rule.describe() + " in " + zone;
  }

  @Override
  public String toString() {
    return rule.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ZonedSteps steps
        && rule.equals(steps.rule)
        && zone.equals(steps.zone)
        && wallClock == steps.wallClock;
  }

  @Override
  public int hashCode() {
    return 31 * rule.hashCode() + zone.hashCode();
  }
}
