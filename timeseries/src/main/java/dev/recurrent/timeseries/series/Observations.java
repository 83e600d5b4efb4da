package dev.recurrent.timeseries.series;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** One series' rows as they came, in any order; becomes a {@link TimeSeries} on regular steps. */
public final class Observations implements Serializable {
  private static final long serialVersionUID = 1L;

  private record Row(long time, float value, float[] covariates) implements Serializable {}

  /**
   * What was found irregular.
   *
   * @param duplicates rows at a step that had one: the last counts
   * @param gaps steps between the first and the last without a row
   * @param missing rows without a value
   * @param outOfOrder rows before their predecessor
   */
  public record Irregularities(int duplicates, int gaps, int missing, int outOfOrder)
      implements Serializable {
    public boolean any() {
      return duplicates + gaps + missing + outOfOrder > 0;
    }

    public Irregularities plus(Irregularities other) {
      return new Irregularities(
          duplicates + other.duplicates,
          gaps + other.gaps,
          missing + other.missing,
          outOfOrder + other.outOfOrder);
    }

    @Override
    public String toString() {
      return duplicates
          + " duplicate rows, "
          + gaps
          + " steps without a row, "
          + missing
          + " rows without a value, "
          + outOfOrder
          + " rows out of order";
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
   * @param time seconds of UTC
   * @param value NaN if missing
   */
  public void add(long time, float value, float[] covariates) {
    if (!rows.isEmpty() && time < rows.get(rows.size() - 1).time()) {
      outOfOrder++;
    }
    rows.add(new Row(time, value, covariates));
  }

  /** Sorted seconds. */
  public long[] times() {
    long[] times = rows.stream().mapToLong(Row::time).toArray();
    Arrays.sort(times);
    return times;
  }

  /** A series and what was irregular about it. */
  public record Regular(TimeSeries series, Irregularities found) implements Serializable {}

  /**
   * Sorts, lets the last of equal steps count, opens gaps, then applies the rule. Covariates are
   * always filled forward: a network needs a number.
   */
  public Regular regular(Frequency frequency, MissingValuePolicy rule) {
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparingLong(Row::time));
    long first = frequency.step(sorted.get(0).time());
    int length = (int) (frequency.step(sorted.get(sorted.size() - 1).time()) - first + 1);
    int width = sorted.get(0).covariates().length;
    float[] values = new float[length];
    float[][] covariates = new float[width][length];
    Arrays.fill(values, Float.NaN);
    for (float[] covariate : covariates) {
      Arrays.fill(covariate, Float.NaN);
    }
    boolean[] seen = new boolean[length];
    int duplicates = 0;
    int missing = 0;
    for (Row row : sorted) {
      int at = (int) (frequency.step(row.time()) - first);
      duplicates += seen[at] ? 1 : 0;
      missing += Float.isNaN(row.value()) ? 1 : 0;
      seen[at] = true;
      values[at] = row.value();
      for (int k = 0; k < width; k++) {
        covariates[k][at] = row.covariates()[k];
      }
    }
    int gaps = length - (sorted.size() - duplicates);
    Irregularities found = new Irregularities(duplicates, gaps, missing, outOfOrder);
    return new Regular(series(first, values, covariates, rule), found);
  }

  private TimeSeries series(
      long first, float[] values, float[][] covariates, MissingValuePolicy rule) {
    for (float[] covariate : covariates) {
      MissingValuePolicy.FORWARD.fill(covariate);
    }
    int length = values.length;
    // Rows behind the last value say what is known of the future.
    while (length > 0 && Float.isNaN(values[length - 1])) {
      length--;
    }
    float[] past = Arrays.copyOf(values, length);
    rule.fill(past);
    if (rule != MissingValuePolicy.DROP) {
      return new TimeSeries(name, first, past, withConstants(covariates));
    }
    int kept = 0;
    for (int i = 0; i < covariatesLength(values, covariates); i++) {
      if (i >= length || !Float.isNaN(values[i])) {
        if (i < length) {
          past[kept] = values[i];
        }
        for (float[] covariate : covariates) {
          covariate[kept] = covariate[i];
        }
        kept++;
      }
    }
    int future = values.length - length;
    int observed = kept - (covariates.length == 0 ? 0 : future);
    float[][] cut = new float[covariates.length][];
    for (int k = 0; k < cut.length; k++) {
      cut[k] = Arrays.copyOf(covariates[k], kept);
    }
    return new TimeSeries(name, first, Arrays.copyOf(past, observed), withConstants(cut));
  }

  private float[][] withConstants(float[][] covariates) {
    float[][] all = Arrays.copyOf(covariates, covariates.length + constants.length);
    for (int i = 0; i < constants.length; i++) {
      all[covariates.length + i] = new float[] {constants[i]};
    }
    return all;
  }

  private static int covariatesLength(float[] values, float[][] covariates) {
    int length = values.length;
    while (covariates.length == 0 && length > 0 && Float.isNaN(values[length - 1])) {
      length--;
    }
    return length;
  }
}
