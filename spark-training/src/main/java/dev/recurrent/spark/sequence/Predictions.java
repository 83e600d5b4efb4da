package dev.recurrent.spark.sequence;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What a model answered and what was right, row by row; rows without a target are left out.
 *
 * @param outputs (R, columns) laid end to end; probabilities where the loss is one of probabilities
 * @param columns of a row of outputs
 * @param targets (R, targetColumns) laid end to end
 * @param targetColumns of a row of targets: 1 where a target is the number of a class
 */
public record Predictions(float[] outputs, int columns, float[] targets, int targetColumns)
    implements Serializable {
  /** R. */
  public int rows() {
    return columns == 0 ? 0 : outputs.length / columns;
  }

  /** All rows of some predictions of one model, in their order. */
  static Predictions concat(List<float[][]> parts, int columns, int targetColumns) {
    float[] outputs = concat(parts, 0);
    return new Predictions(outputs, columns, concat(parts, 1), targetColumns);
  }

  private static float[] concat(List<float[][]> parts, int which) {
    int size = parts.stream().mapToInt(part -> part[which].length).sum();
    float[] all = new float[size];
    int to = 0;
    for (float[][] part : parts) {
      System.arraycopy(part[which], 0, all, to, part[which].length);
      to += part[which].length;
    }
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Predictions that
        && columns == that.columns
        && targetColumns == that.targetColumns
        && Arrays.equals(outputs, that.outputs)
        && Arrays.equals(targets, that.targets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(outputs) * 31 + Arrays.hashCode(targets);
  }

  @Override
  public String toString() {
    return rows() + " predictions of " + columns;
  }
}
