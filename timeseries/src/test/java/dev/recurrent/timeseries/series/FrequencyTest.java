package dev.recurrent.timeseries.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrequencyTest {
  private static long at(String time) {
    return LocalDateTime.parse(time).toEpochSecond(ZoneOffset.UTC);
  }

  @ParameterizedTest
  @CsvSource({"h,HOUR,1,24", "15min,MINUTE,15,96", "1 day,DAY,1,7", "w,WEEK,1,52", "3m,MONTH,3,4"})
  void textNamesUnitCountAndSeason(String text, Frequency.Unit unit, int count, int season) {
    Frequency frequency = Frequency.of(text);
    assertEquals(new Frequency(unit, count), frequency);
    assertEquals(season, frequency.season());
  }

  @Test
  void otherTextIsRefused() {
    for (String text : new String[] {"", "fortnight", "0h", "-1h"}) {
      assertThrows(IllegalArgumentException.class, () -> Frequency.of(text), text);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T00:00,2026-01-01T01:00,2026-01-01T02:00,1 hour",
    "2026-01-01T00:00,2026-01-02T00:00,2026-01-04T00:00,1 day",
    "2026-01-01T00:00,2026-02-01T00:00,2026-03-01T00:00,1 month",
    "2026-01-01T00:00,2026-01-01T00:15,2026-01-01T00:30,15 minute"
  })
  void distancesTellTheFrequency(String a, String b, String c, String expected) {
    assertEquals(expected, Frequency.infer(new long[] {at(a), at(b), at(c)}).toString());
  }

  @Test
  void aStepBeginsWhereItsTimesFallInto() {
    for (String text : new String[] {"h", "15min", "d", "w", "m", "3m"}) {
      Frequency frequency = Frequency.of(text);
      for (String time :
          new String[] {"1969-05-17T13:07", "2026-02-28T23:59", "2024-02-29T00:00"}) {
        long step = frequency.step(at(time));
        assertTrue(frequency.epochSecond(step) <= at(time), text + " " + time);
        assertTrue(frequency.epochSecond(step + 1) > at(time), text + " " + time);
        assertEquals(step, frequency.step(frequency.epochSecond(step)));
      }
    }
  }

  @Test
  void theCalendarRepeatsWithDayAndWeek() {
    Frequency hours = Frequency.of("h");
    float[] now = new float[6];
    float[] tomorrow = new float[6];
    float[] nextWeek = new float[6];
    long step = hours.step(at("2026-03-04T15:00"));
    hours.calendar(step, now, 0);
    hours.calendar(step + 24, tomorrow, 0);
    hours.calendar(step + 168, nextWeek, 0);
    assertEquals(now[4], tomorrow[4], 1e-6);
    assertTrue(Math.abs(now[2] - tomorrow[2]) > 0.1);
    assertEquals(now[2], nextWeek[2], 1e-6);
    assertEquals(1, now[4] * now[4] + now[5] * now[5], 1e-6);
  }
}
