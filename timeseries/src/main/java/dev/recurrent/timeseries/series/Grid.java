package dev.recurrent.timeseries.series;

import java.util.Arrays;

/** One series' cells by step, NaN where there is none. */
final class Grid {
  private final float[] values;
  private final float[][] covariates;

  /** Rows at each step of the file that came last. */
  private final int[] rows;

  private final int[] files;
  private int taken;
  private int duplicates;
  private int corrections;
  private int crowded;
  private int crowdedRows;

  /** What a series is beside its cells. */
  record Naming(String name, Frequency frequency, long first, float[] constants) {}

  Grid(int length, int width) {
    values = new float[length];
    covariates = new float[width][length];
    rows = new int[length];
    files = new int[length];
    Arrays.fill(values, Float.NaN);
    for (float[] covariate : covariates) {
      Arrays.fill(covariate, Float.NaN);
    }
  }

  /**
   * Writes a row; the last at a step counts.
   *
   * @param file the number of its file, which never falls at a step
   */
  void put(int at, int file, float value, float[] inputs) {
    if (rows[at] == 0) {
      taken++;
    } else if (files[at] == file) {
      duplicates++;
    } else {
      corrections++;
      rows[at] = 0;
    }
    files[at] = file;
    rows[at]++;
    if (rows[at] > crowdedRows) {
      crowded = at;
      crowdedRows = rows[at];
    }
    values[at] = value;
    for (int k = 0; k < covariates.length; k++) {
      covariates[k][at] = inputs[k];
    }
  }

  int length() {
    return values.length;
  }

  /** Steps with a row. */
  int taken() {
    return taken;
  }

  /** Rows at steps that have one of the same file. */
  int duplicates() {
    return duplicates;
  }

  /** Rows at steps that have one of an earlier file, the first of each file. */
  int corrections() {
    return corrections;
  }

  /** The step with most rows of one file. */
  int crowded() {
    return crowded;
  }

  /** How many those are. */
  int crowdedRows() {
    return crowdedRows;
  }

  /** Rows behind the last value say what is known of the future. */
  private int observed() {
    int length = values.length;
    while (length > 0 && Float.isNaN(values[length - 1])) {
      length--;
    }
    return length;
  }

  TimeSeries series(Naming naming, MissingValuePolicy rule) {
    int length = observed();
    for (float[] covariate : covariates) {
      // Of the past a gap takes the value before it; of the future nothing is made up.
      float[] known = Arrays.copyOf(covariate, length);
      MissingValuePolicy.FORWARD.fill(known);
      System.arraycopy(known, 0, covariate, 0, length);
    }
    float[] past = Arrays.copyOf(values, length);
    if (rule == MissingValuePolicy.DROP) {
      return dropped(naming, past);
    }
    rule.fill(past);
    return new TimeSeries(
        naming.name(),
        naming.frequency(),
        naming.first(),
        null,
        past,
        with(covariates, naming.constants()));
  }

  /** Only steps with a value, which keep their numbers, and those behind the last value. */
  private TimeSeries dropped(Naming naming, float[] past) {
    int end = covariates.length == 0 ? past.length : values.length;
    int[] steps = new int[end];
    float[] kept = new float[past.length];
    int n = 0;
    int observed = 0;
    for (int i = 0; i < end; i++) {
      if (i >= past.length || !Float.isNaN(past[i])) {
        if (i < past.length) {
          kept[observed++] = past[i];
        }
        for (float[] covariate : covariates) {
          covariate[n] = covariate[i];
        }
        steps[n++] = i;
      }
    }
    float[][] cut = new float[covariates.length][];
    for (int k = 0; k < cut.length; k++) {
      cut[k] = Arrays.copyOf(covariates[k], n);
    }
    return new TimeSeries(
        naming.name(),
        naming.frequency(),
        naming.first(),
        Arrays.copyOf(steps, n),
        Arrays.copyOf(kept, observed),
        with(cut, naming.constants()));
  }

  private static float[][] with(float[][] changing, float[] constants) {
    float[][] all = Arrays.copyOf(changing, changing.length + constants.length);
    for (int i = 0; i < constants.length; i++) {
      all[changing.length + i] = new float[] {constants[i]};
    }
    return all;
  }
}
