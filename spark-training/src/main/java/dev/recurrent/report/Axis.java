package dev.recurrent.report;

import java.util.Objects;

/**
 * An axis of a line chart.
 *
 * @param label what the axis measures, with its unit
 * @param logarithmic whether equal distances stand for equal ratios; values of zero and below then
 *     cannot be shown and leave gaps
 */
public record Axis(String label, boolean logarithmic) {

  public Axis {
    Objects.requireNonNull(label);
  }

  /** An axis on which equal distances stand for equal differences. */
  public static Axis linear(String label) {
    return new Axis(label, false);
  }

  /** An axis on which equal distances stand for equal ratios. */
  public static Axis logarithmic(String label) {
    return new Axis(label, true);
  }
}
