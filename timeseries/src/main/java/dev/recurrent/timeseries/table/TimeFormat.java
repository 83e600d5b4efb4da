package dev.recurrent.timeseries.table;

import dev.recurrent.timeseries.series.Clock;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Times in a pattern that a user gives, such as dd.MM.yyyy, as {@link DateTimeFormatter} has them.
 */
final class TimeFormat implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String pattern;
  private transient @Nullable DateTimeFormatter formatter;

  /**
   * @throws IllegalArgumentException for what is no pattern
   */
  TimeFormat(String pattern) {
    this.pattern = pattern;
    formatter();
  }

  private DateTimeFormatter formatter() {
    DateTimeFormatter ready = formatter;
    if (ready == null) {
      DateTimeFormatterBuilder builder =
          new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(withYears(pattern));
      first(builder, "MLDQqwe", ChronoField.MONTH_OF_YEAR, 1);
      first(builder, "dDQqwe", ChronoField.DAY_OF_MONTH, 1);
      first(builder, "HhKkAN", ChronoField.HOUR_OF_DAY, 0);
      first(builder, "mAN", ChronoField.MINUTE_OF_HOUR, 0);
      first(builder, "sAN", ChronoField.SECOND_OF_MINUTE, 0);
      ready = builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
      formatter = ready;
    }
    return ready;
  }

  /** What a pattern leaves out is the first of its kind. */
  private void first(
      DateTimeFormatterBuilder builder, String letters, ChronoField field, int value) {
    if (letters.chars().noneMatch(letter -> pattern.indexOf(letter) >= 0)) {
      builder.parseDefaulting(field, value);
    }
  }

  /** Years of an era are no years where an era is not given; what is quoted stays. */
  private static String withYears(String pattern) {
    StringBuilder text = new StringBuilder();
    boolean quoted = false;
    for (char c : pattern.toCharArray()) {
      quoted ^= c == '\'';
      text.append(c == 'y' && !quoted && !pattern.contains("G") ? 'u' : c);
    }
    return text.toString();
  }

  /** Null for what is no such time. */
  @Nullable TimeCell read(String text) {
    try {
      var parsed = formatter().parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      if (parsed instanceof OffsetDateTime time) {
        int offset = time.getOffset().getTotalSeconds();
        long local = Clock.micros(time.toLocalDateTime());
        return new TimeCell(local - offset * Clock.SECOND, 0, offset);
      }
      return new TimeCell(Clock.micros(LocalDateTime.from(parsed)));
    } catch (DateTimeException e) {
      return null;
    }
  }

  String write(long micros, ZoneOffset offset) {
    return formatter().format(Clock.time(micros).atOffset(offset));
  }

  @Override
  public String toString() {
    return pattern;
  }
}
