package dev.recurrent.nn.recurrent;

import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.CellType;
import java.io.Serializable;

/**
 * Sizes of a stack of recurrent layers.
 *
 * @param cell kind of every cell
 * @param inputSize D of the first layer
 * @param hiddenSize H of every layer and direction
 * @param layers how many lie on one another
 * @param directions 1, or 2 for a bidirectional stack whose outputs are [forward | reverse]
 * @param dropout rate between layers, 0 to below 1
 * @param dropoutKind whether a mask is drawn for each step or for the whole sequence
 */
public record RecurrentConfig(
    CellType cell,
    int inputSize,
    int hiddenSize,
    int layers,
    int directions,
    float dropout,
    Dropout.Kind dropoutKind)
    implements Serializable {
  /**
   * @throws IllegalArgumentException for a size that cannot be
   */
  public RecurrentConfig {
    requirePositive("inputSize", inputSize);
    requirePositive("hiddenSize", hiddenSize);
    requirePositive("layers", layers);
    if (directions != 1 && directions != 2) {
      throw new IllegalArgumentException("directions is " + directions + ", expected 1 or 2");
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "dropout is " + dropout + ", expected at least 0 and below 1");
    }
  }

  /** One direction, no dropout. */
  public static RecurrentConfig of(CellType cell, int inputSize, int hiddenSize, int layers) {
    return new RecurrentConfig(cell, inputSize, hiddenSize, layers, 1, 0f, Dropout.Kind.EACH_STEP);
  }

  public RecurrentConfig bidirectional() {
    return new RecurrentConfig(cell, inputSize, hiddenSize, layers, 2, dropout, dropoutKind);
  }

  public RecurrentConfig withDropout(float rate, Dropout.Kind kind) {
    return new RecurrentConfig(cell, inputSize, hiddenSize, layers, directions, rate, kind);
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " is " + value + ", expected at least 1");
    }
  }

  /** Columns of the stack's output. */
  public int outputSize() {
    return hiddenSize * directions;
  }

  /** The cell of one layer, the first being 0. */
  public Cell cellOf(int layer) {
    return cell.cell(layer == 0 ? inputSize : outputSize(), hiddenSize);
  }

  /** Names and shapes of all layers, PyTorch's: {@code weight_ih_l0}, {@code ..._l0_reverse}. */
  public ParameterLayout layout() {
    ParameterLayout layout = ParameterLayout.empty();
    for (int layer = 0; layer < layers; layer++) {
      for (int direction = 0; direction < directions; direction++) {
        layout = layout.with("", RecurrentLayer.layout(cellOf(layer), suffix(layer, direction)));
      }
    }
    return layout;
  }

  public static String suffix(int layer, int direction) {
    return "_l" + layer + (direction == 0 ? "" : "_reverse");
  }
}
