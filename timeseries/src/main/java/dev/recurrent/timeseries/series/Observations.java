package dev.recurrent.timeseries.series;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One series' rows as they came, in any order; becomes a {@link TimeSeries} on regular steps. */
public final class Observations implements Serializable {
  private static final long serialVersionUID = 1L;

  /** One gap may open so many steps, however few rows there are. */
  private static final long WIDE = 10_000;

  /** One gap may open so many steps a row. */
  private static final long STEPS_A_ROW = 100;

  private static final class Row implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long time;
    private final float value;
    private final float[] covariates;
    private final int file;

    private Row(long time, float value, float[] covariates, int file) {
      this.time = time;
      this.value = value;
      this.covariates = covariates;
      this.file = file;
    }
  }

  private final String name;
  private final float[] constants;
  private final List<Row> rows = new ArrayList<>();
  private int outOfOrder;

  /**
   * @param constants covariates of one value each, which come behind those of the rows
   */
  public Observations(String name, float... constants) {
    this.name = name;
    this.constants = constants;
  }

  /**
   * @param time in microseconds on the clock of the frequency
   * @param value NaN if missing
   */
  public void add(long time, float value, float[] covariates) {
    add(time, value, covariates, 0);
  }

  /**
   * Adds a row of one of several files.
   *
   * @param time in microseconds on the clock of the frequency
   * @param value NaN if missing
   * @param file its number: at one step a row of a later file replaces those of earlier ones
   */
  public void add(long time, float value, float[] covariates, int file) {
    Row last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
    if (last != null && last.file == file && time < last.time) {
      outOfOrder++;
    }
    rows.add(new Row(time, value, covariates, file));
  }

  private long[] times() {
    return rows.stream().mapToLong(row -> row.time).toArray();
  }

  /**
   * A time far from all others.
   *
   * @param row its place among the rows as they came
   * @param steps that would be opened between it and the others
   */
  public record Outlier(int row, long time, long steps) {}

  /**
   * The first row behind or the last row before a gap that opens more steps than rows can account
   * for: more than 10,000 and 100 a row, or, at a date that stands for "unknown", more than the
   * rest of the series has. Null where there is none.
   */
  public @Nullable Outlier outlier(Frequency frequency) {
    long[] sorted = times();
    Arrays.sort(sorted);
    Frequency own = frequency.anchored(sorted);
    long all = own.step(sorted[sorted.length - 1]) - own.step(sorted[0]);
    for (int i = 1; i < sorted.length; i++) {
      long opened = own.step(sorted[i]) - own.step(sorted[i - 1]) - 1;
      boolean early = i <= sorted.length - i;
      long time = early ? sorted[i - 1] : sorted[i];
      boolean unknown = Sentinel.is(own, time) && opened > all - opened;
      if (unknown || opened > Math.max(WIDE, STEPS_A_ROW * sorted.length)) {
        return new Outlier(place(time), time, opened);
      }
    }
    return null;
  }

  private int place(long time) {
    int at = 0;
    while (rows.get(at).time != time) {
      at++;
    }
    return at;
  }

  /**
   * Gives each row its step, opens gaps, then applies the rule. At one step the last file counts,
   * in a file a row on the step before one between steps, and of equal ones the last. Up to the
   * last value covariates are filled forward; one that has no value at all stays NaN, and so does
   * what is missing behind the last value.
   *
   * @param frequency whose anchor is this series' own where its times share one
   * @throws IllegalArgumentException if there are more than 2^31 steps
   */
  public RegularSeries regular(Frequency frequency, MissingValuePolicy rule) {
    long[] times = times();
    Frequency own = frequency.anchored(times);
    RowSteps steps = new RowSteps(times, own);
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort(
        Comparator.comparingInt((Row row) -> row.file)
            .thenComparing(row -> !steps.yields(row.time))
            .thenComparingLong(row -> row.time));
    long first = Arrays.stream(times).map(steps::step).min().orElseThrow();
    long last = Arrays.stream(times).map(steps::step).max().orElseThrow();
    Grid grid = new Grid(Math.toIntExact(last - first + 1), sorted.get(0).covariates.length);
    int missing = 0;
    for (Row row : sorted) {
      missing += Float.isNaN(row.value) ? 1 : 0;
      grid.put((int) (steps.step(row.time) - first), row.file, row.value, row.covariates);
    }
    Irregularities found =
        new Irregularities(
                sorted.size(),
                grid.duplicates(),
                grid.length() - grid.taken(),
                missing,
                outOfOrder,
                steps.between())
            .withCorrections(grid.corrections());
    TimeSeries series = grid.series(new Grid.Naming(name, own, first, constants), rule);
    long crowded = own.time(first + grid.crowded());
    return new RegularSeries(series, found, crowded, grid.crowdedRows(), steps.named());
  }
}
