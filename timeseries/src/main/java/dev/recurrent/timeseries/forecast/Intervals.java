package dev.recurrent.timeseries.forecast;

import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;

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
    Intervals read =
        JsonObject.read(directory.file(FILE), FILE).record("intervals", Intervals.class);
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
}
