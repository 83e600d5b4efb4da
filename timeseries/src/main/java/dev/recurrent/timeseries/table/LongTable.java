package dev.recurrent.timeseries.table;

import dev.recurrent.format.Quantity;
import dev.recurrent.spark.table.BadRows;
import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.RowPlaces;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import dev.recurrent.timeseries.series.RegularSeries;
import dev.recurrent.timeseries.series.TimeSeries;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** A table of one row a time, put on the steps of one frequency. */
final class LongTable {
  private final InputTable source;
  private final Dataset<Row> table;
  private final SeriesSettings options;
  private final Columns columns;
  private final List<String> said = new ArrayList<>();
  private boolean found;

  /**
   * @param table the needed columns of the source, with places and faults behind them
   */
  LongTable(
      InputTable source, Dataset<Row> table, SeriesSettings options, List<Covariate> covariates) {
    this.source = source;
    this.table = table;
    this.options = options;
    this.columns = Columns.of(table, options, covariates);
  }

  /** Series by name, and what they were read by. */
  record Series(
      JavaRDD<TimeSeries> series,
      Frequency frequency,
      TimeReading reading,
      String irregular,
      List<String> said) {}

  /**
   * Reads it.
   *
   * @param window of the model whose frequency holds, null to find it in the data
   */
  Series read(int partitions, @Nullable WindowConfig window) {
    JavaRDD<SeriesRows> grouped = grouped(partitions);
    TimeForm form = grouped.map(SeriesRows::form).fold(TimeForm.none(), TimeForm::plus);
    Frequency known = window == null ? null : window.frequency();
    TimeReading reading = TimeReading.of(columns.time(), form, known == null ? index() : known);
    reading.requireOneClock(options.zone(), known);
    Frequency frequency = frequency(grouped, reading, known);
    requireTold(grouped, reading, frequency, known != null);
    MissingValuePolicy rule = options.rule();
    LocalDate until = options.until;
    RowPlaces places = source.places();
    JavaRDD<SeriesRows> begun = begun(shown(grouped, reading, frequency), reading, frequency);
    requireNear(begun, reading, frequency);
    requireRule(begun, reading, frequency, known != null);
    DaysOff.requireFew(begun, reading, frequency);
    JavaRDD<RegularSeries> regular =
        begun
            .map(rows -> rows.regular(reading, frequency, rule, until, places))
            .persist(StorageLevel.DISK_ONLY());
    IrregularityCheck check =
        new IrregularityCheck(regular, frequency, reading).requireFew(source.given(), found);
    said.addAll(check.said(found));
    JavaRDD<TimeSeries> series =
        regular
            .map(RegularSeries::series)
            .sortBy(TimeSeries::name, true, partitions)
            .persist(StorageLevel.DISK_ONLY());
    series.count();
    // It has copies of its own now.
    regular.unpersist();
    grouped.unpersist();
    return new Series(series, frequency, reading, check.summary(), said);
  }

  /** Asked before steps are opened: a task that failed would be tried again, and show its stack. */
  private void requireNear(JavaRDD<SeriesRows> series, TimeReading reading, Frequency frequency) {
    LocalDate until = options.until;
    RowPlaces places = source.places();
    List<String> far =
        series
            .flatMap(rows -> rows.far(reading, frequency, until, places).stream().iterator())
            .takeOrdered(1);
    if (!far.isEmpty()) {
      throw new UnusableInputException(far.get(0));
    }
  }

  /** Rows of another rule than the table's, or the model's, would be forecast at others' times. */
  private void requireRule(
      JavaRDD<SeriesRows> series, TimeReading reading, Frequency frequency, boolean model) {
    if (model) {
      JavaRDD<long[]> sorted =
          series.map(rows -> Arrays.stream(rows.onClock(reading, frequency)).sorted().toArray());
      ModelRule rule = new ModelRule(reading, frequency, longest(sorted));
      if (options.frequency == null) {
        rule.require(series, options.trainedFrequency != null);
      }
      rule.anchor().ifPresent(said::add);
    } else if (found) {
      requireOneRule(series, reading, frequency);
    }
  }

  /** Of sorted times those of the longest series; none where there is no series. */
  private static long[] longest(JavaRDD<long[]> times) {
    return times.takeOrdered(1, new LongestFirst()).stream().findFirst().orElse(new long[0]);
  }

  private static void requireOneRule(
      JavaRDD<SeriesRows> series, TimeReading reading, Frequency frequency) {
    List<String> other =
        series
            .flatMap(rows -> rows.otherThanTable(reading, frequency).stream().iterator())
            .takeOrdered(1);
    if (!other.isEmpty()) {
      throw new UnusableInputException(other.get(0));
    }
  }

  /** The rule of numbers that a user calls an index, null where they do not. */
  private @Nullable Frequency index() {
    Frequency given = options.frequency(null);
    return given != null && given.calendarSize() == 0 ? given : null;
  }

  /** Without rows at times that no clock shows: they are bad rows as others. */
  private JavaRDD<SeriesRows> shown(
      JavaRDD<SeriesRows> grouped, TimeReading reading, Frequency frequency) {
    SkippedTimes skipped = new SkippedTimes(reading, frequency);
    if (!skipped.possible()) {
      return grouped;
    }
    BadRows bad = skipped.of(grouped);
    bad.require(source.given(), source.places(), options.mostBadRows());
    if (bad.count() == 0) {
      return grouped;
    }
    said.add(bad.describe(source.places()));
    return skipped.without(grouped);
  }

  /**
   * Without series that begin after the last day that is seen: they are not there yet, and only
   * some models can forecast them.
   */
  private JavaRDD<SeriesRows> begun(
      JavaRDD<SeriesRows> grouped, TimeReading reading, Frequency frequency) {
    LocalDate until = options.until;
    if (until == null || options.withoutHistory) {
      return grouped;
    }
    JavaRDD<SeriesRows> begun = grouped.filter(rows -> rows.begun(reading, frequency, until));
    long later = grouped.count() - begun.count();
    if (later > 0) {
      said.add(
          Quantity.of(later, "series begins", "series begin") + " after " + until + ": left out");
    }
    return begun;
  }

  /** Rows by series; those that cannot be used are left out and counted. */
  private JavaRDD<SeriesRows> grouped(int partitions) {
    Columns own = columns;
    JavaRDD<ParsedRow> parsed =
        table.toJavaRDD().map(row -> ParsedRow.of(row, own)).persist(StorageLevel.DISK_ONLY());
    BadRows bad = parsed.aggregate(new BadRows(), (sum, row) -> row.in(sum), BadRows::merge);
    bad.require(source.given(), source.places(), options.mostBadRows());
    if (bad.count() > 0) {
      said.add(bad.describe(source.places()));
    }
    JavaRDD<SeriesRows> grouped =
        parsed
            .filter(ParsedRow::good)
            .mapToPair(row -> new Tuple2<>(row.series(), row.row()))
            .groupByKey(partitions)
            .map(group -> SeriesRows.of(group._1(), group._2().iterator(), own))
            .persist(StorageLevel.DISK_ONLY());
    grouped.count();
    parsed.unpersist();
    return grouped;
  }

  private Frequency frequency(
      JavaRDD<SeriesRows> grouped, TimeReading reading, @Nullable Frequency known) {
    NumberUnit unit = reading.unit();
    if (unit != null) {
      said.add("the time column's numbers are read as " + unit);
    }
    List<LocalDate> holidays = Holidays.read(table.sparkSession(), options.holidays);
    ZoneId zone = options.zone();
    if (known != null) {
      Frequency own = holidays.isEmpty() ? known : known.withHolidays(holidays);
      return reading.in(zone, own);
    }
    long[] times = longest(grouped.map(SeriesRows::times));
    FrequencyChoice choice = new FrequencyChoice(reading, times, holidays);
    found = options.frequency == null;
    ZoneId session = ZoneId.of(table.sparkSession().sessionState().conf().sessionLocalTimeZone());
    Frequency frequency = choice.choose(options.frequency, zone, session);
    if (choice.said() != null) {
      said.add(choice.said());
    }
    return frequency;
  }

  private static void requireTold(
      JavaRDD<SeriesRows> series, TimeReading reading, Frequency frequency, boolean model) {
    boolean index = frequency.calendarSize() == 0;
    if (index ? reading.index() : reading.tells(frequency)) {
      return;
    }
    Frequency clock = index ? Frequency.of("D") : frequency;
    long[] times = longest(series.map(rows -> rows.onClock(reading, clock)));
    long first = Arrays.stream(times).min().orElse(0);
    String seen =
        index
            ? reading.text(clock, first)
            : String.valueOf(reading.cell(clock, clock.time(clock.step(first)), true));
    throw new UnusableInputException(
        "the time column's cells, such as "
            + seen
            + (index ? ", are times, expected numbers of " : ", are the same for several steps of ")
            + frequency.describe()
            + (model
                ? ", on which the model was trained; give a table of the model's frequency"
                : "; pass a longer --frequency, or give times in full"));
  }

  /**
   * The longest series determines the frequency; of equally long ones, the one that begins first.
   */
  private static final class LongestFirst implements Comparator<long[]>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(long[] a, long[] b) {
      return a.length != b.length ? Integer.compare(b.length, a.length) : Arrays.compare(a, b);
    }
  }
}
