package dev.recurrent.nn;

import java.util.Arrays;
import java.util.Locale;

/** How the outputs of all steps of a sequence become one row. */
public enum Pooling {
  /** The last step of each direction. */
  LAST,
  /** The mean over the steps. */
  MEAN,
  /** The largest of each column over the steps (Collobert et al. 2011). */
  MAX,
  /** The mean and the largest, concatenated. */
  MEAN_MAX,
  /** A mean whose weights are learned (Yang et al. 2016, Hierarchical Attention Networks, 2.2). */
  ATTENTION;

  /** Columns of the pooled row, of outputs with {@code columns}. */
  public int outputSize(int columns) {
    return this == MEAN_MAX ? 2 * columns : columns;
  }

  /** "mean-max". */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException listing the names there are
   */
  public static Pooling of(String label) {
    return Arrays.stream(values())
        .filter(p -> p.label().equals(label.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "pooling is \""
                        + label
                        + "\", expected last, mean, max, mean-max or attention"));
  }
}
