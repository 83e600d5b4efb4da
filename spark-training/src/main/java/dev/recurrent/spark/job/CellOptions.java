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
      description = "Rate on what goes into and between layers (default: ${DEFAULT-VALUE}).")
  public float dropout;

  /**
   * @param hiddenSize the task's default
   */
  public CellOptions(int hiddenSize) {
    this.hiddenSize = hiddenSize;
  }

  /**
   * @throws IllegalArgumentException for a name that is none
   */
  public CellFactory cell() {
    return CellFactory.of(cell);
  }
}
