package dev.recurrent.spark.job;

import dev.recurrent.nn.cell.CellFactory;
import picocli.CommandLine.Option;

/** The options of every {@code train} about its recurrent layers. */
public final class CellOptions {
  @Option(
      names = "--cell",
      description =
          "rnn, rnn-relu, lstm, gru, gru-reset-before, or the name of a class that implements Cell"
              + " (default: ${DEFAULT-VALUE}).")
  String cell = "lstm";

  @Option(names = "--layers", description = "Recurrent layers (default: ${DEFAULT-VALUE}).")
  public int layers = 1;

  @Option(
      names = "--hidden-size",
      description = "Units of each layer and direction (default: ${DEFAULT-VALUE}).")
  public int hiddenSize;

  @Option(
      names = "--dropout",
      description =
          "Dropout rate of the inputs of each recurrent layer (default: ${DEFAULT-VALUE}).")
  public float dropout;

  @Option(
      names = "--bidirectional",
      arity = "0..1",
      negatable = true,
      fallbackValue = "true",
      description =
          "Also read sequences from their end, with a second stack of layers: true or false"
              + " (default: ${DEFAULT-VALUE}).")
  public boolean bidirectional;

  /**
   * @param hiddenSize the task's default
   * @param bidirectional the task's default
   */
  public CellOptions(int hiddenSize, boolean bidirectional) {
    this(hiddenSize, bidirectional, 0);
  }

  /**
   * @param hiddenSize the task's default
   * @param bidirectional the task's default
   * @param dropout the task's default
   */
  public CellOptions(int hiddenSize, boolean bidirectional, float dropout) {
    this.hiddenSize = hiddenSize;
    this.bidirectional = bidirectional;
    this.dropout = dropout;
  }

  /**
   * Checks that a task which cannot read from the end is not asked to.
   *
   * @param why it cannot
   * @throws IllegalArgumentException with the reason
   */
  public void requireForward(String why) {
    if (bidirectional) {
      throw new IllegalArgumentException(
          "--bidirectional is for tasks that see the whole sequence; " + why);
    }
  }

  /**
   * @throws IllegalArgumentException for a name that is none
   */
  public CellFactory cell() {
    return CellFactory.of(cell);
  }
}
