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

    private Row(long time, float value, float[] covariates) {
      this.time = time;
      this.value = value;
      this.covariates = covariates;
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
    if (!rows.isEmpty() && time < rows.get(rows.size() - 1).time) {
      outOfOrder++;
    }
    rows.add(new Row(time, value, covariates));
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
   * Sorts, lets the last of equal steps count, opens gaps, then applies the rule. Up to the last
   * value covariates are filled forward; one that has no value at all stays NaN, and so does what
   * is missing behind the last value.
   *
   * @param frequency whose anchor is this series' own where its times share one
   * @throws IllegalArgumentException if there are more than 2^31 steps
   */
  public RegularSeries regular(Frequency frequency, MissingValuePolicy rule) {
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparingLong((Row row) -> row.time));
    Frequency own = frequency.anchored(times());
    long first = own.step(sorted.get(0).time);
    Grid grid =
        new Grid(
            Math.toIntExact(own.step(sorted.get(sorted.size() - 1).time) - first + 1),
            sorted.get(0).covariates.length);
    int missing = 0;
    int between = 0;
    for (Row row : sorted) {
      missing += Float.isNaN(row.value) ? 1 : 0;
      between += own.holds(row.time) ? 0 : 1;
      grid.put((int) (own.step(row.time) - first), row.value, row.covariates);
    }
    int duplicates = sorted.size() - grid.taken();
    Irregularities found =
        new Irregularities(
            sorted.size(), duplicates, grid.length() - grid.taken(), missing, outOfOrder, between);
    TimeSeries series = grid.series(new Grid.Naming(name, own, first, constants), rule);
    int crowded = grid.crowded();
    return new RegularSeries(series, found, own.time(first + crowded), grid.rows(crowded));
  }
}
