package dev.recurrent.timeseries.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.series.Clock;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

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
            + " \"s\" has 7 rows at 2026-01-01. Give --series-column if the table holds several"
            + " series, or a shorter --frequency",
        e.getMessage());
  }
}
