package dev.recurrent.timeseries.explain;

import java.util.List;

/**
 * What moved one forecast, in the unit of the values. At each step the baseline and all
 * contributions add up to the point forecast.
 *
 * @param baseline {@code [k]}: the forecast of a window in which nothing varies
 * @param point {@code [k]}: the point forecast
 * @param sources the inputs
 */
public record Explanation(double[] baseline, double[] point, List<Source> sources) {
  /**
   * An input.
   *
   * @param name {@code value} for a past value
   * @param back steps from the origin back to a past value, 1 for the last; 0 for other inputs
   * @param contributions {@code [k]}: to the forecast of step k
   */
  public record Source(String name, int back, double[] contributions) {}
}
