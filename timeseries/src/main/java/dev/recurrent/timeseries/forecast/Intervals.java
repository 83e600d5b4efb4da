package dev.recurrent.timeseries.forecast;

import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Corrections of a model's quantiles: conformal offsets, and the limit at zero. They are in the
 * file {@link #FILE} of a model's directory.
 *
 * @param nonNegative whether forecasts below 0 become 0
 * @param levels probabilities, rising; empty where nothing was calibrated
 * @param offsets {@code offsets[i][k]}: added to the quantile of {@code levels[i]} at step k, in
 *     the scale of the window
 */
public record Intervals(boolean nonNegative, double[] levels, float[][] offsets)
    implements Serializable {
  /** The name of the file. */
  public static final String FILE = "intervals.json";

  /** No correction. */
  public static final Intervals NONE = new Intervals(false, new double[0], new float[0][]);

  /**
   * @throws IllegalArgumentException if levels do not rise, or there is not one row of offsets for
   *     each level
   */
  public Intervals {
    boolean rising = levels.length == offsets.length;
    for (int i = 1; rising && i < levels.length; i++) {
      rising &= levels[i] > levels[i - 1] && offsets[i].length == offsets[0].length;
    }
    if (!rising) {
      throw new IllegalArgumentException(
          "intervals have the levels "
              + Arrays.toString(levels)
              + " and "
              + offsets.length
              + " rows of offsets, expected rising levels with a row each, all of one length");
    }
  }

  /** The same with or without the limit at zero. */
  public Intervals limited(boolean atZero) {
    return new Intervals(atZero, levels, offsets);
  }

  /** Whether bands were calibrated. */
  public boolean calibrated() {
    return levels.length > 0;
  }

  /** Whether there is anything to correct. */
  public boolean active() {
    return nonNegative || calibrated();
  }

  /**
   * What is added to a quantile, in the scale of the window: between two levels by a line, beyond
   * them as at the last.
   *
   * @param step of the horizon, from 0
   */
  double offset(double level, int step) {
    if (!calibrated()) {
      return 0;
    }
    int at = Arrays.binarySearch(levels, level);
    if (at >= 0) {
      return offsets[at][step];
    }
    int above = -at - 1;
    if (above == 0 || above == levels.length) {
      return offsets[Math.min(above, levels.length - 1)][step];
    }
    double share = (level - levels[above - 1]) / (levels[above] - levels[above - 1]);
    return offsets[above - 1][step] + share * (offsets[above][step] - offsets[above - 1][step]);
  }

  double limit(double value) {
    return nonNegative && value < 0 ? 0 : value;
  }

  /** The content of the file. */
  public byte[] bytes() {
    return Json.document(Map.of("intervals", this));
  }

  /**
   * Those of a model's directory; none where it has no such file.
   *
   * @param horizon steps that offsets have to have
   * @throws UnusableModelException for a file with another content
   */
  static Intervals of(ModelDirectory directory, int horizon) {
    if (!directory.has(FILE)) {
      return NONE;
    }
    Intervals read = of(JsonObject.read(directory.file(FILE), FILE).object("intervals"));
    if (read.calibrated() && read.offsets[0].length != horizon) {
      throw new UnusableModelException(
          FILE
              + " has offsets of "
              + read.offsets[0].length
              + " steps, expected the model's horizon of "
              + horizon);
    }
    return read;
  }

  /**
   * Those of a file's object.
   *
   * @throws UnusableModelException naming a field that is not as {@link #bytes} writes it
   */
  static Intervals of(JsonObject object) {
    object.requireOnly(Set.of("nonNegative", "levels", "offsets"));
    Map<String, Object> values = object.values();
    try {
      List<double[]> rows = new ArrayList<>();
      for (Object row : list("offsets", values.get("offsets"))) {
        rows.add(numbers("offsets", row));
      }
      float[][] offsets = new float[rows.size()][];
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = new float[rows.get(i).length];
        for (int k = 0; k < offsets[i].length; k++) {
          offsets[i][k] = (float) rows.get(i)[k];
        }
      }
      double[] levels = numbers("levels", values.get("levels"));
      return new Intervals(Boolean.TRUE.equals(values.get("nonNegative")), levels, offsets);
    } catch (IllegalArgumentException e) {
      throw new UnusableModelException(FILE + ": " + e.getMessage(), e);
    }
  }

  private static List<?> list(String field, @Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException(field + " is " + value + ", expected a list");
  }

  private static double[] numbers(String field, @Nullable Object value) {
    List<?> list = list(field, value);
    double[] numbers = new double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!(list.get(i) instanceof Number number)) {
        throw new IllegalArgumentException(field + " has " + list.get(i) + ", expected numbers");
      }
      numbers[i] = number.doubleValue();
    }
    return numbers;
  }
}
