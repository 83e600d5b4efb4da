package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogicalDateTest {
  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01", "2024-02-29", "9999-12-31"})
  void datesOfSqlAreDates(String text) {
    assertEquals(text, LogicalDate.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-02-30",
        "2026-1-5",
        "2026-01-31T00:00:00",
        "0000-01-01",
        "-0005-01-01",
        "+10000-01-01",
        "+999999999-12-31"
      })
  void othersAreRefused(String text) {
    JobException refused = assertThrows(JobException.class, () -> LogicalDate.parse(text));
    assertEquals(ExitCode.USAGE, refused.code());
    assertTrue(String.valueOf(refused.getMessage()).contains("--date is \"" + text + "\""));
  }
}
