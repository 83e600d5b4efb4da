package dev.recurrent.timeseries.serve;

import dev.recurrent.serve.BadRequestException;
import dev.recurrent.timeseries.series.Clock;
import dev.recurrent.timeseries.series.Frequency;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The times of a request on the clock of a model's frequency, and others written alike: ISO dates,
 * date-times or date-times with an offset from UTC; whole numbers where the model counts an index.
 */
final class RequestTimes {
  private enum Form {
    NUMBER,
    DATE,
    LOCAL,
    INSTANT
  }

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  private final Frequency frequency;
  private final Form form;
  private final long[] micros;

  /**
   * @param times of the request's rows
   * @throws BadRequestException naming the first that cannot be read or is of another form
   */
  RequestTimes(Frequency frequency, List<?> times) {
    this.frequency = frequency;
    this.micros = new long[times.size()];
    Form common = frequency.calendarSize() == 0 ? Form.NUMBER : null;
    for (int i = 0; i < micros.length; i++) {
      Object cell = times.get(i);
      Form own = form(cell);
      common = common == null ? own : common;
      if (own == null || own != common) {
        throw refused(i, cell, common);
      }
      micros[i] = read(i, cell, own);
    }
    this.form = common == null ? Form.DATE : common;
  }

  /** The form that a cell seems to have, or null. */
  private static @Nullable Form form(@Nullable Object cell) {
    if (cell instanceof Integer || cell instanceof Long) {
      return Form.NUMBER;
    }
    if (!(cell instanceof String text) || text.length() < 10) {
      return null;
    }
    if (text.length() == 10) {
      return Form.DATE;
    }
    return text.substring(10).matches(".*(Z|[+-]\\d{2}(:?\\d{2})?)") ? Form.INSTANT : Form.LOCAL;
  }

  private long read(int row, @Nullable Object cell, Form own) {
    if (own == Form.NUMBER && cell instanceof Number number) {
      return number.longValue();
    }
    try {
      String text = String.valueOf(cell).replace(' ', 'T');
      return switch (own) {
        case DATE -> frequency.ofLocal(Clock.micros(LocalDate.parse(text)), false);
        case LOCAL -> frequency.ofLocal(Clock.micros(LocalDateTime.parse(text)), false);
        default -> {
          OffsetDateTime time = OffsetDateTime.parse(text);
          yield frequency.ofInstant(
              Clock.micros(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()));
        }
      };
    } catch (DateTimeException e) {
      throw refused(row, cell, own);
    }
  }

  private static BadRequestException refused(int row, @Nullable Object cell, @Nullable Form form) {
    String shown = String.valueOf(cell).replaceAll("\\p{Cntrl}", " ");
    String expected =
        form == null
            ? "an ISO date such as 2026-01-31 or a time such as 2026-01-31T15:00"
            : switch (form) {
              case NUMBER -> "a whole number";
              case DATE -> "an ISO date such as 2026-01-31";
              case LOCAL -> "an ISO time such as 2026-01-31T15:00";
              case INSTANT -> "an ISO time with an offset such as 2026-01-31T15:00+01:00";
            };
    return new BadRequestException(
        "field \"times["
            + row
            + "]\" is "
            + (shown.length() > 60 ? shown.substring(0, 60) + "..." : shown)
            + ", expected "
            + expected);
  }

  /** The time of a row, on the frequency's clock. */
  long at(int row) {
    return micros[row];
  }

  /** The model's, or that of an index. */
  Frequency frequency() {
    return frequency;
  }

  int count() {
    return micros.length;
  }

  /** A time of the frequency's clock as the request writes times. */
  Object write(Frequency own, long time) {
    if (form == Form.NUMBER) {
      return time;
    }
    LocalDateTime local = Clock.time(own.local(time));
    boolean midnight = local.equals(local.toLocalDate().atStartOfDay());
    if (form == Form.DATE && midnight) {
      return local.toLocalDate().toString();
    }
    String text = SECONDS.format(local);
    if (form != Form.INSTANT) {
      return text;
    }
    long seconds = own.zone() == null ? 0 : (own.local(time) - own.instant(time)) / Clock.SECOND;
    return text + ZoneOffset.ofTotalSeconds((int) seconds).getId();
  }
}
