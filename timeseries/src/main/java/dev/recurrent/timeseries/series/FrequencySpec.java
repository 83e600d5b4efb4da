package dev.recurrent.timeseries.series;

import dev.recurrent.format.OptionalField;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Frequency} as {@code model.json} holds it.
 *
 * @param unit MILLISECOND to WEEK, MONTH, BUSINESS_DAY or INDEX
 * @param count units of a step, at least 1
 * @param anchor a time of a step, an ISO local date-time; a number for INDEX; null for the unit's
 *     own
 * @param day of the month for MONTH, 31 the last; null for 1
 * @param holidays ISO dates that are no business days
 * @param zone of instants, null for UTC and for local times
 * @param wallClock whether a zone's local clock counts the steps, null where there is no zone
 */
public record FrequencySpec(
    String unit,
    long count,
    @OptionalField @Nullable String anchor,
    @OptionalField @Nullable Integer day,
    @OptionalField @Nullable List<String> holidays,
    @OptionalField @Nullable String zone,
    @OptionalField @Nullable Boolean wallClock) {
  static final String MONTH = "MONTH";
  static final String BUSINESS_DAY = "BUSINESS_DAY";
  static final String INDEX = "INDEX";

  static FrequencySpec of(String unit, long count, @Nullable String anchor) {
    return new FrequencySpec(unit, count, anchor, null, null, null, null);
  }

  FrequencySpec withZone(ZoneId of, boolean clock) {
    return new FrequencySpec(unit, count, anchor, day, holidays, of.getId(), clock);
  }

  /**
   * @throws IllegalArgumentException for what is no rule
   */
  Frequency frequency() {
    Frequency rule = rule();
    return zone == null
        ? rule
        : new ZonedSteps(rule, ZoneId.of(zone), Boolean.TRUE.equals(wallClock));
  }

  private Frequency rule() {
    return switch (unit) {
      case MONTH -> month();
      case BUSINESS_DAY ->
          BusinessDays.of(
              holidays == null ? List.of() : holidays.stream().map(LocalDate::parse).toList(),
              anchor == null ? 0 : Clock.timeOfDay(micros()));
      case INDEX -> new IndexSteps(count, anchor == null ? 0 : Long.parseLong(anchor));
      default -> {
        FixedSteps.Unit fixed = FixedSteps.Unit.valueOf(unit.toUpperCase(Locale.ROOT));
        FixedSteps natural = new FixedSteps(fixed, Math.toIntExact(count));
        yield anchor == null ? natural : natural.from(micros());
      }
    };
  }

  private Frequency month() {
    int months = Math.toIntExact(count);
    if (anchor == null) {
      return new MonthSteps(months, 0, day == null ? 1 : day, 0);
    }
    LocalDateTime time = LocalDateTime.parse(anchor);
    int first = Math.floorMod(time.getYear() * 12 + time.getMonthValue() - 1, months);
    return new MonthSteps(months, first, day == null ? 1 : day, Clock.timeOfDay(micros()));
  }

  private long micros() {
    return Clock.micros(LocalDateTime.parse(String.valueOf(anchor)));
  }
}
