package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.BadRows;
import dev.recurrent.timeseries.series.Clock;
import dev.recurrent.timeseries.series.Frequency;
import java.io.Serializable;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;

/** Rows at local times that no clock of their zone shows, as it is set forward over them. */
final class SkippedTimes implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Frequency frequency;
  private final boolean possible;

  SkippedTimes(TimeReading reading, Frequency frequency) {
    this.frequency = frequency;
    possible = frequency.zone() != null && reading.zoned() && !reading.instants();
  }

  /** Whether there may be any: instants and dates without a zone are all there. */
  boolean possible() {
    return possible;
  }

  /** All rows, and which of them are bad. */
  BadRows of(JavaRDD<SeriesRows> series) {
    return series.map(this::of).fold(new BadRows(), BadRows::merge);
  }

  private BadRows of(SeriesRows series) {
    BadRows bad = new BadRows();
    for (SeriesRow row : series.rows()) {
      if (shown(row)) {
        bad.addGood();
      } else {
        bad.add(row.row(), said(row));
      }
    }
    return bad;
  }

  /** Series of the rows that are left; one without any is none. */
  JavaRDD<SeriesRows> without(JavaRDD<SeriesRows> series) {
    return series.map(rows -> rows.only(this::shown)).filter(rows -> !rows.rows().isEmpty());
  }

  /** Whether a clock shows a row's time. */
  boolean shown(SeriesRow row) {
    return !possible || frequency.shows(row.time());
  }

  String said(SeriesRow row) {
    return "the time "
        + Clock.text(row.time())
        + " does not exist in "
        + Objects.requireNonNull(frequency.zone())
        + ", whose clocks are set forward over it; correct the time, or pass the --time-zone of"
        + " these times, or none";
  }
}
