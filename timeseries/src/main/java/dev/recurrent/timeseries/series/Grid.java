package dev.recurrent.timeseries.series;

import java.util.Arrays;

/** One series' cells by step, NaN where there is none. */
final class Grid {
  private final float[] values;
  private final float[][] covariates;
  private final int[] rows;
  private int taken;
  private int crowded;

  /** What a series is beside its cells. */
  record Naming(String name, Frequency frequency, long first, float[] constants) {}

  Grid(int length, int width) {
    values = new float[length];
    covariates = new float[width][length];
    rows = new int[length];
    Arrays.fill(values, Float.NaN);
    for (float[] covariate : covariates) {
      Arrays.fill(covariate, Float.NaN);
    }
  }

  /** Writes a row; the last at a step counts. */
  void put(int at, float value, float[] inputs) {
    taken += rows[at] == 0 ? 1 : 0;
    rows[at]++;
    crowded = rows[at] > rows[crowded] ? at : crowded;
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

  /** The step with most rows. */
  int crowded() {
    return crowded;
  }

  int rows(int at) {
    return rows[at];
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
