package dev.recurrent.interop.keras;

import dev.recurrent.nn.cell.CellType;

/**
 * A recurrent layer as its configuration has it.
 *
 * @param units H
 * @param bias whether it has one
 * @param sequences whether it gives a row for each step, or the last one alone
 */
record KerasCell(CellType cell, int units, boolean bias, boolean sequences) {
  /** Whether the class is one of a recurrent layer. */
  static boolean isOne(String type) {
    return type.equals("LSTM") || type.equals("GRU") || type.equals("SimpleRNN");
  }

  /**
   * Reads a configuration.
   *
   * @param reverse whether it has to read from the end: the second layer of a Bidirectional
   */
  static KerasCell of(String type, KerasConfig config, boolean reverse, boolean lossy) {
    if (config.flag("go_backwards", reverse) != reverse) {
      throw config.refusal(
          "has go_backwards " + !reverse + ", expected " + reverse + ": use Bidirectional");
    }
    if (config.flag("time_major", false)) {
      throw config.refusal("is time_major, expected the batch first");
    }
    if (config.flag("stateful", false) && !lossy) {
      throw config.refusal(
          "is stateful: here each sequence starts from zeros; pass --lossy to take it so");
    }
    return new KerasCell(
        cell(type, config, lossy),
        config.size("units"),
        config.flag("use_bias", true),
        config.flag("return_sequences", false));
  }

  private static CellType cell(String type, KerasConfig config, boolean lossy) {
    switch (type) {
      case "SimpleRNN":
        boolean relu =
            KerasActivations.oneOf(config, "activation", lossy, "tanh", "relu").equals("relu");
        return relu ? CellType.RNN_RELU : CellType.RNN;
      case "LSTM":
        requireGates(config, lossy);
        return CellType.LSTM;
      case "GRU":
        requireGates(config, lossy);
        // Files of Keras before 2.1.6 do not have the field.
        return config.flag("reset_after", false) ? CellType.GRU : CellType.GRU_RESET_BEFORE;
      default:
        throw config.refusal(
            "holds a layer of class "
                + KerasConfig.shown(type)
                + ", expected LSTM, GRU or SimpleRNN");
    }
  }

  private static void requireGates(KerasConfig config, boolean lossy) {
    KerasActivations.oneOf(config, "activation", lossy, "tanh");
    KerasActivations.oneOf(config, "recurrent_activation", lossy, "sigmoid");
  }

  /** Weights of one direction. */
  int weights() {
    return bias ? 3 : 2;
  }

  /** States of one direction. */
  int states() {
    return cell == CellType.LSTM ? 2 : 1;
  }
}
