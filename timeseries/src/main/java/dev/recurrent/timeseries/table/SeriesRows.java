package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.RowPlaces;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import dev.recurrent.timeseries.series.Observations;
import dev.recurrent.timeseries.series.RegularSeries;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All rows of one series, as they stand in the table. */
public final class SeriesRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final SeriesRow[] rows;
  private final float[] constants;

  private SeriesRows(String name, SeriesRow[] rows, float[] constants) {
    this.name = name;
    this.rows = rows;
    this.constants = constants;
  }

  /**
   * Sorts rows by their place.
   *
   * @throws UnusableInputException if a covariate that is to be constant is not
   */
  public static SeriesRows of(String series, Iterator<SeriesRow> cells, Columns columns) {
    List<SeriesRow> sorted = new ArrayList<>();
    cells.forEachRemaining(sorted::add);
    sorted.sort(Comparator.comparingLong(SeriesRow::row));
    float[] constants = constants(series, sorted, columns);
    return new SeriesRows(series, sorted.toArray(new SeriesRow[0]), constants);
  }

  TimeForm form() {
    TimeForm form = TimeForm.none();
    for (SeriesRow row : rows) {
      form = form.add(row);
    }
    return form;
  }

  /** By their places. */
  List<SeriesRow> rows() {
    return List.of(rows);
  }

  /** The series of some of its rows. */
  SeriesRows only(Predicate<SeriesRow> kept) {
    return new SeriesRows(
        name, Arrays.stream(rows).filter(kept).toArray(SeriesRow[]::new), constants);
  }

  /** Sorted times, as their cells hold them. */
  long[] times() {
    return Arrays.stream(rows).mapToLong(SeriesRow::time).sorted().toArray();
  }

  /** Whether a row lies on a day or before it. */
  boolean begun(TimeReading reading, Frequency frequency, LocalDate day) {
    Set<Long> twice = new HashSet<>();
    return Arrays.stream(rows)
        .anyMatch(
            row -> !reading.behind(frequency, reading.onClock(frequency, row.time(), twice), day));
  }

  /**
   * The series on regular steps.
   *
   * @param until the last day whose values are seen, null for all
   * @param where the rows stand
   */
  RegularSeries regular(
      TimeReading reading,
      Frequency frequency,
      MissingValuePolicy rule,
      @Nullable LocalDate until,
      RowPlaces where) {
    Observations seen = observations(reading, frequency, until, where, new int[rows.length]);
    return seen.regular(frequency, rule);
  }

  String name() {
    return name;
  }

  /** Times on a frequency's clock, in the order of the rows. */
  long[] onClock(TimeReading reading, Frequency frequency) {
    Set<Long> twice = new HashSet<>();
    long[] times = new long[rows.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = reading.onClock(frequency, rows[i].time(), twice);
    }
    return times;
  }

  /** Says which rule its times follow where they follow another than the table's. */
  Optional<String> otherThanTable(TimeReading reading, Frequency frequency) {
    return OwnRule.amongOthers(quoted(), onClock(reading, frequency), frequency, reading.index());
  }

  /** Says which rule its times follow where they follow another than a model's. */
  Optional<String> otherThanModel(TimeReading reading, Frequency frequency) {
    return OwnRule.ofModel(
        quoted(), onClock(reading, frequency), frequency, reading.index(), false);
  }

  private String quoted() {
    return "series \"" + name + "\"";
  }

  private SeriesRow[] ordered(RowPlaces where) {
    return where.known() ? rows : byTime(rows);
  }

  /**
   * Says which time is far from all others, if one is.
   *
   * @param until the last day whose values are seen, null for all
   * @param where the rows stand
   */
  Optional<String> far(
      TimeReading reading, Frequency frequency, @Nullable LocalDate until, RowPlaces where) {
    SeriesRow[] ordered = ordered(where);
    int[] places = new int[ordered.length];
    Observations.Outlier outlier =
        observations(reading, frequency, until, where, places).outlier(frequency);
    if (outlier == null) {
      return Optional.empty();
    }
    String row = where.where(ordered[places[outlier.row()]].row());
    return Optional.of(far(outlier, row, reading, frequency));
  }

  /**
   * @param where the rows stand
   * @param places of the rows that are seen, written here
   */
  private Observations observations(
      TimeReading reading,
      Frequency frequency,
      @Nullable LocalDate until,
      RowPlaces where,
      int[] places) {
    SeriesRow[] ordered = ordered(where);
    Observations observations = new Observations(name, constants);
    Set<Long> twice = new HashSet<>();
    long[] times = new long[ordered.length];
    boolean[] hidden = new boolean[ordered.length];
    for (int i = 0; i < ordered.length; i++) {
      times[i] = reading.onClock(frequency, ordered[i].time(), twice);
      hidden[i] = until != null && reading.behind(frequency, times[i], until);
    }
    boolean valued = valued(ordered, hidden);
    int opening = valued ? -1 : SeriesStart.firstAhead(times, hidden);
    if (until != null && !valued && opening < 0 && times.length > 0) {
      int last = SeriesStart.last(times);
      long next =
          SeriesStart.next(times, frequency, time -> reading.behind(frequency, time, until));
      float[] unknown = new float[ordered[last].changing().length];
      Arrays.fill(unknown, Float.NaN);
      observations.add(next, Float.NaN, unknown, where.file(ordered[last].row()));
      places[0] = last;
      return observations;
    }
    int n = 0;
    for (int i = 0; i < ordered.length; i++) {
      boolean ahead = ordered[i].changing().length > 0 || i == opening;
      // What is known of the future are covariates.
      if (hidden[i] ? ahead : valued || until == null) {
        float value = hidden[i] ? Float.NaN : ordered[i].value();
        observations.add(times[i], value, ordered[i].changing(), where.file(ordered[i].row()));
        places[n++] = i;
      }
    }
    return observations;
  }

  private static boolean valued(SeriesRow[] rows, boolean[] hidden) {
    return IntStream.range(0, rows.length)
        .anyMatch(i -> !hidden[i] && !Float.isNaN(rows[i].value()));
  }

  /** Rows without places have no order of their own to be out of. */
  private static SeriesRow[] byTime(SeriesRow[] rows) {
    SeriesRow[] sorted = rows.clone();
    Arrays.sort(sorted, Comparator.comparingLong(SeriesRow::time));
    return sorted;
  }

  /**
   * The series on the steps of a model, alone: its rows say what its times are.
   *
   * @param zone of its times, null for the frequency's
   * @param given whether a user gave the rule: rows may then be at some of its steps alone
   * @throws UnusableInputException for a time far from all others, where many rows share a step,
   *     and for times of another rule
   */
  public TimedSeries timed(
      Columns columns,
      Frequency frequency,
      boolean given,
      @Nullable ZoneId zone,
      MissingValuePolicy rule) {
    TimeReading reading = TimeReading.of(columns.time(), form(), frequency);
    reading.requireOneClock(zone, frequency);
    Frequency own = reading.in(zone, frequency);
    SkippedTimes skipped = new SkippedTimes(reading, own);
    Optional<String> refused =
        Arrays.stream(rows)
            .filter(row -> !skipped.shown(row))
            .findFirst()
            .map(row -> "series \"" + name + "\": " + skipped.said(row))
            .or(() -> far(reading, own, null, RowPlaces.none()));
    if (refused.isEmpty() && !given) {
      refused = otherThanModel(reading, own);
    }
    if (refused.isPresent()) {
      throw new UnusableInputException(refused.get());
    }
    DaysOff.requireFew(this, reading, own);
    RegularSeries regular = regular(reading, own, rule, null, RowPlaces.none());
    return new TimedSeries(IrregularityCheck.requireFew(regular, own, reading).series(), reading);
  }

  private String far(
      Observations.Outlier outlier, String row, TimeReading reading, Frequency frequency) {
    return row
        + ", series \""
        + name
        + "\": the time "
        + reading.text(frequency, outlier.time())
        + " is far from all others and would open "
        + String.format(java.util.Locale.ROOT, "%,d", outlier.steps())
        + " steps ("
        + frequency
        + "); correct or remove the row";
  }

  /** The one value of each constant covariate; NaN where no row has any. */
  private static float[] constants(String series, List<SeriesRow> cells, Columns columns) {
    float[] constants = new float[columns.constant().size()];
    Arrays.fill(constants, Float.NaN);
    for (int k = 0; k < constants.length; k++) {
      boolean seen = false;
      for (SeriesRow cell : cells) {
        float value = cell.constant()[k];
        if (seen && !Float.isNaN(value) && value != constants[k]) {
          throw new UnusableInputException(
              "static covariate \""
                  + columns.constant().get(k).covariate().name()
                  + "\" changes within series \""
                  + series
                  + "\"; name it among --covariates or --past-covariates");
        }
        if (!Float.isNaN(value)) {
          constants[k] = value;
          seen = true;
        }
      }
    }
    return constants;
  }
}
