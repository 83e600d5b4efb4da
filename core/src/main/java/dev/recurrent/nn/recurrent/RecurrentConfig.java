package dev.recurrent.nn.recurrent;

import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.CellFactory;
import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * Sizes of a stack of recurrent layers.
 *
 * @param cell makes every cell
 * @param inputSize D of the first layer
 * @param hiddenSize H of every layer and direction
 * @param layers how many, each reading the one below
 * @param directions 1, or 2 for a bidirectional stack whose outputs are [forward | reverse]
 * @param dropout rate between layers, 0 to below 1
 * @param dropoutKind whether a mask is drawn for each step or for the whole sequence
 */
public record RecurrentConfig(
    CellFactory cell,
    int inputSize,
    int hiddenSize,
    int layers,
    int directions,
    float dropout,
    Dropout.Kind dropoutKind)
    implements Serializable {
  /** Far above what is trained; a damaged file may ask for any number. */
  private static final int MOST_LAYERS = 256;

  /**
   * @throws IllegalArgumentException for a size that cannot be
   */
  public RecurrentConfig {
    requirePositive("inputSize", inputSize);
    requirePositive("hiddenSize", hiddenSize);
    requirePositive("layers", layers);
    if (layers > MOST_LAYERS) {
      throw new IllegalArgumentException(
          "layers is " + layers + ", expected at most " + MOST_LAYERS);
    }
    if (directions != 1 && directions != 2) {
      throw new IllegalArgumentException("directions is " + directions + ", expected 1 or 2");
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "dropout is " + dropout + ", expected at least 0 and below 1");
    }
    requireSizes(cell.cell(inputSize, hiddenSize), inputSize, hiddenSize);
  }

  /** An own cell may be wrong; built-in ones are not. */
  private static void requireSizes(Cell cell, int inputSize, int hiddenSize) {
    int gates = cell.gateSize();
    int tape = gates * (cell.hasRecurrentBias() ? 2 : 1);
    boolean sizes = cell.inputSize() == inputSize && cell.hiddenSize() == hiddenSize;
    boolean multiples = gates % hiddenSize == 0 && cell.tapeSize() % hiddenSize == 0;
    if (!sizes || !multiples || cell.tapeSize() < tape || cell.stateSize() < hiddenSize) {
      throw new IllegalArgumentException(
          cell.label()
              + " of inputSize "
              + inputSize
              + " and hiddenSize "
              + hiddenSize
              + " has gateSize "
              + gates
              + ", tapeSize "
              + cell.tapeSize()
              + ", stateSize "
              + cell.stateSize()
              + ", inputSize "
              + cell.inputSize()
              + ", hiddenSize "
              + cell.hiddenSize()
              + "; expected these sizes, gateSize and tapeSize multiples of hiddenSize, tapeSize at"
              + " least "
              + tape
              + " and stateSize at least "
              + hiddenSize);
    }
  }

  /** One direction, no dropout. */
  public static RecurrentConfig of(CellFactory cell, int inputSize, int hiddenSize, int layers) {
    return new RecurrentConfig(cell, inputSize, hiddenSize, layers, 1, 0f, Dropout.Kind.EACH_STEP);
  }

  /** The same with two directions. */
  public RecurrentConfig bidirectional() {
    return new RecurrentConfig(cell, inputSize, hiddenSize, layers, 2, dropout, dropoutKind);
  }

  /** The same with dropout between layers. */
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

  /** Writes starting values of all layers, as their cells have them. */
  public void initialize(Parameters parameters, SplittableRandom random) {
    for (int layer = 0; layer < layers; layer++) {
      for (int direction = 0; direction < directions; direction++) {
        cellOf(layer).initialize(parameters.withSuffix(suffix(layer, direction)), random);
      }
    }
  }

  /** Names and shapes of all layers, PyTorch's: {@code weight_ih_l0}, {@code ..._l0_reverse}. */
  public ParameterLayout layout() {
    ParameterLayout layout = ParameterLayout.empty();
    for (int layer = 0; layer < layers; layer++) {
      for (int direction = 0; direction < directions; direction++) {
        layout = layout.with("", cellOf(layer).layout().withSuffix(suffix(layer, direction)));
      }
    }
    return layout;
  }

  /** What PyTorch appends to the names of one layer and direction: "_l0", "_l0_reverse". */
  public static String suffix(int layer, int direction) {
    return "_l" + layer + (direction == 0 ? "" : "_reverse");
  }
}
