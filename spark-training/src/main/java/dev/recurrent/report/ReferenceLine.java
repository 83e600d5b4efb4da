package dev.recurrent.report;

import java.util.Objects;

/**
 * A horizontal line to compare a chart's series with, such as the loss of a baseline.
 *
 * @param label the text at the line's right end, such as "6-gram 1.698"
 * @param value the height of the line in the unit of the y axis
 */
public record ReferenceLine(String label, double value) {

  public ReferenceLine {
    Objects.requireNonNull(label);
  }
}
