package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.job.JobException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "1970-01-02,86400",
    "1970/01/02,86400",
    "1970-01,0",
    "1970-01-01 01:00,3600",
    "1970-01-01 01:00:05,3605",
    "1970-01-01T01:00:05.25,3605",
    "1970-01-01T01:00:00Z,3600",
    "1970-01-01T02:00:00+01:00,3600"
  })
  void timesAreSecondsOfUtc(String text, long seconds) {
    assertEquals(seconds, Values.time(text, "t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "1970-13-01", "01.02.1970"})
  void otherTextIsNamed(String text) {
    JobException e = assertThrows(JobException.class, () -> Values.time(text, "time column"));
    assertTrue(e.getMessage().startsWith("time column holds \"" + text + "\""), e.getMessage());
  }

  @Test
  void whatIsMissingIsNotANumber() {
    for (String text : new String[] {"", " ", "NA", "nan", "null", "?"}) {
      assertTrue(Float.isNaN(Values.number(text, "c")), text);
    }
    assertTrue(Float.isNaN(Values.number(null, "c")));
    assertEquals(-1.5f, Values.number(" -1.5 ", "c"));
    assertThrows(JobException.class, () -> Values.number("12,5", "c"));
  }
}
