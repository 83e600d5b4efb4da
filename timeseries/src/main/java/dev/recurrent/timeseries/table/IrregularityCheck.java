package dev.recurrent.timeseries.table;

import dev.recurrent.format.Quantity;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.Irregularities;
import dev.recurrent.timeseries.series.RegularSeries;
import dev.recurrent.timeseries.series.ShiftedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;

/** What was irregular about the rows of a table's series: said, and refused beyond a share. */
final class IrregularityCheck {
  private static final int NAMED = 10;
  private static final int FIRST = 3;

  /** Rows at a step that has one, and rows between steps: up to five, or one in a hundred. */
  private static final int FEW = 5;

  private static final int HUNDRED = 100;

  private final JavaRDD<RegularSeries> regular;
  private final Frequency frequency;
  private final TimeReading reading;
  private final Irregularities all;

  IrregularityCheck(JavaRDD<RegularSeries> regular, Frequency frequency, TimeReading reading) {
    this.regular = regular;
    this.frequency = frequency;
    this.reading = reading;
    all = regular.map(RegularSeries::found).fold(Irregularities.none(), Irregularities::plus);
  }

  /** Lines about the steps and the rows that are not where they were expected. */
  List<String> said(boolean found) {
    List<String> said = new ArrayList<>();
    if (found) {
      said.add(
          String.format(
              Locale.ROOT,
              "frequency found: %s (%s), %s missing",
              frequency.describe(),
              frequency,
              Quantity.of(all.gaps(), "step")));
    }
    if (all.corrections() > 0) {
      said.add(
          String.format(
              Locale.ROOT,
              "%,d of %,d rows are at a step that a file whose name sorts before has too: they"
                  + " replace its rows; pass --series-column if the files hold different series",
              all.corrections(),
              all.rows()));
    }
    List<String> shifted = shifted();
    if (!shifted.isEmpty()) {
      said.add(
          "rows between two steps: "
              + String.join("; ", shifted.subList(0, Math.min(FIRST, shifted.size())))
              + (shifted.size() > FIRST ? "; ..." : ""));
    }
    return said;
  }

  private List<String> shifted() {
    TimeReading times = reading;
    Frequency steps = frequency;
    return regular
        .flatMap(
            r ->
                r.shifted().stream()
                    .map(row -> described(r.series().name(), row, times, steps))
                    .iterator())
        .takeOrdered(FIRST + 1);
  }

  private static String described(
      String series, ShiftedRow row, TimeReading reading, Frequency steps) {
    String time =
        steps.leavesOut(row.time())
            ? DaysOff.named(row.time(), reading, steps)
            : reading.text(steps, row.time());
    String step = reading.text(steps, row.step());
    return "series \""
        + series
        + "\": "
        + time
        + (row.alone() ? " counts for " + step : " is left out, " + step + " has a row of its own");
  }

  /** Counts by series, or an empty text where nothing is irregular. */
  String summary() {
    if (!all.any()) {
      return "";
    }
    List<String> named =
        regular
            .filter(r -> r.found().any())
            .map(r -> r.series().name() + ": " + r.found())
            .takeOrdered(NAMED);
    return "irregular: " + all + "\n  " + String.join("\n  ", named);
  }

  private static RegularSeries moreCrowded(RegularSeries a, RegularSeries b) {
    int rows = Integer.compare(a.crowdedRows(), b.crowdedRows());
    // Of equal ones the first by name: a cluster reduces in any order.
    return rows > 0 || (rows == 0 && a.series().name().compareTo(b.series().name()) <= 0) ? a : b;
  }

  private static long most(Irregularities found) {
    return Math.max(FEW, found.rows() / HUNDRED);
  }

  /**
   * Asks the same of a series alone.
   *
   * @throws UnusableInputException if too many of its rows share a step
   */
  static RegularSeries requireFew(RegularSeries series, Frequency frequency, TimeReading reading) {
    if (series.found().duplicates() > most(series.found())) {
      throw new UnusableInputException(crowded(series.found(), series, frequency, reading));
    }
    return series;
  }

  private static String crowded(
      Irregularities all, RegularSeries worst, Frequency frequency, TimeReading reading) {
    return String.format(
        Locale.ROOT,
        "%,d of %,d rows fall on a step that has a row already (%s), expected at most 1 %%;"
            + " series \"%s\" has %d rows at %s. Remove rows that are there twice, give a"
            + " shorter --frequency, or name with --series-column what tells the series apart",
        all.duplicates(),
        all.rows(),
        frequency.describe(),
        worst.series().name(),
        worst.crowdedRows(),
        reading.text(frequency, worst.crowdedTime()));
  }

  /**
   * @param given the table, as messages name it
   * @param found whether the frequency was found in the data
   * @throws UnusableInputException if too many rows share a step, or lie between the steps found
   */
  IrregularityCheck requireFew(String given, boolean found) {
    if (all.duplicates() > most(all)) {
      RegularSeries worst = regular.reduce(IrregularityCheck::moreCrowded);
      throw new UnusableInputException(given + ": " + crowded(all, worst, frequency, reading));
    }
    if (found && all.between() > most(all)) {
      String name =
          regular.filter(r -> r.found().between() > 0).map(r -> r.series().name()).first();
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "%s: %,d of %,d rows lie between the steps found (%s), expected at most 1 %%; the"
                  + " first series with such rows is \"%s\". Pass --frequency %s, and each counts"
                  + " for the nearest step without a row",
              given,
              all.between(),
              all.rows(),
              frequency.describe(),
              name,
              frequency.option()));
    }
    return this;
  }
}
