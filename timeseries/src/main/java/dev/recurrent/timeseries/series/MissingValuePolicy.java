package dev.recurrent.timeseries.series;

import java.util.Locale;

/** What becomes of steps without a value. */
public enum MissingValuePolicy {
  /** They are left out: what follows moves up, and keeps its times. */
  DROP,
  /** They take the last value before them. */
  FORWARD,
  /** They lie on the line between their neighbours. */
  INTERPOLATE,
  /** They stay missing. An input of the network says so, and no loss counts them. */
  MASK;

  /**
   * @throws IllegalArgumentException listing the names there are
   */
  public static MissingValuePolicy of(String name) {
    for (MissingValuePolicy rule : values()) {
      if (rule.name().equals(name.toUpperCase(Locale.ROOT))) {
        return rule;
      }
    }
    throw new IllegalArgumentException(
        "missing is \"" + name + "\", expected drop, forward, interpolate or mask");
  }

  /** Fills in place, except {@link #MASK} and {@link #DROP}; leading gaps take the first value. */
  public void fill(float[] values) {
    if (this == MASK || this == DROP) {
      return;
    }
    int before = -1;
    for (int i = 0; i < values.length; i++) {
      if (Float.isNaN(values[i])) {
        continue;
      }
      for (int j = before + 1; j < i; j++) {
        values[j] = between(values, before, i, j);
      }
      before = i;
    }
    for (int j = before + 1; before >= 0 && j < values.length; j++) {
      values[j] = values[before];
    }
  }

  private float between(float[] values, int before, int after, int at) {
    if (before < 0) {
      return values[after];
    }
    if (this == FORWARD) {
      return values[before];
    }
    float share = (at - before) / (float) (after - before);
    return values[before] + share * (values[after] - values[before]);
  }
}
