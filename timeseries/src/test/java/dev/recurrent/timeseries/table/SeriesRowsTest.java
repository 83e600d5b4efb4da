package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.recurrent.spark.table.RowPlaces;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.series.Clock;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import dev.recurrent.timeseries.series.TimeSeries;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A series that Spark ML brings alone is held to what a table is held to. */
class SeriesRowsTest {
  private static final Columns COLUMNS =
      new Columns(
          TimeColumn.of(DataTypes.createStructField("t", DataTypes.DateType, true), false, null),
          new Columns.Places(0, -1, 1, -1),
          List.of(),
          List.of());

  /** Rows on so many days, and some more on the first of them. */
  private static TimedSeries timed(int days, int more) {
    List<SeriesRow> rows = new ArrayList<>();
    for (int i = 0; i < days + more; i++) {
      LocalDate day = LocalDate.of(2026, 1, 1).plusDays(i < days ? i : 0);
      rows.add(SeriesRow.of(i, new TimeCell(Clock.micros(day))));
    }
    return SeriesRows.of("s", rows.iterator(), COLUMNS)
        .timed(COLUMNS, Frequency.of("D"), false, null, MissingValuePolicy.MASK);
  }

  @Test
  void aFewRowsMayShareAStepButNotMany() {
    assertEquals("s", timed(40, 5).series().name());
    UnusableInputException e = assertThrows(UnusableInputException.class, () -> timed(40, 6));
    assertEquals(
        "6 of 46 rows fall on a step that has a row already (days), expected at most 1 %; series"
            + " \"s\" has 7 rows at 2026-01-01. Remove rows that are there twice, give a"
            + " shorter --frequency, or name with --series-column what tells the series apart",
        e.getMessage());
  }

  private static String firstDay(Frequency frequency, String until, String... days) {
    List<SeriesRow> rows = new ArrayList<>();
    for (String day : days) {
      rows.add(SeriesRow.of(rows.size(), new TimeCell(Clock.micros(LocalDate.parse(day)))));
    }
    SeriesRows series = SeriesRows.of("s", rows.iterator(), COLUMNS);
    TimeReading reading = TimeReading.of(COLUMNS.time(), series.form(), frequency);
    TimeSeries regular =
        series
            .regular(
                reading,
                frequency,
                MissingValuePolicy.MASK,
                LocalDate.parse(until),
                RowPlaces.none())
            .series();
    assertEquals(0, regular.length());
    Frequency own = Objects.requireNonNull(regular.frequency());
    return reading.text(own, own.time(regular.firstStep()));
  }

  @ParameterizedTest
  @CsvSource({
    "D, 2026-01-05, 2026-01-05 2026-01-03, 2026-01-06",
    "D, 2026-01-05, 1996-01-05, 2026-01-06",
    "D, 2026-01-05, 2026-01-09 2026-01-07, 2026-01-07",
    "D, 2026-01-05, 2026-01-04 2026-01-08, 2026-01-08",
    "B, 2026-01-02, 2026-01-01 2026-01-02, 2026-01-05",
    "W-SUN, 2026-01-05, 2025-12-28, 2026-01-11",
    "M, 2026-01-31, 2025-11-30 2025-10-31, 2026-02-28",
    "M, 2026-01-30, 2025-11-30, 2026-01-31",
    "h, 2026-01-05, 2025-12-28, 2026-01-06",
  })
  void aSeriesWithoutAValueBeginsAfterTheDate(
      String frequency, String until, String days, String first) {
    String found = firstDay(Frequency.of(frequency), until, days.split(" "));
    assertEquals(first, found);
  }
}
