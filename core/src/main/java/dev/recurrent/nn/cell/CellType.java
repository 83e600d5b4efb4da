package dev.recurrent.nn.cell;

import java.util.Locale;

/** The built-in cells, by the names that users and files know. */
public enum CellType implements CellFactory {
  RNN,
  RNN_RELU,
  LSTM,
  GRU,
  GRU_RESET_BEFORE;

  @Override
  public Cell cell(int inputSize, int hiddenSize) {
    return switch (this) {
      case RNN -> new RnnCell(inputSize, hiddenSize, RnnCell.Activation.TANH);
      case RNN_RELU -> new RnnCell(inputSize, hiddenSize, RnnCell.Activation.RELU);
      case LSTM -> new LstmCell(inputSize, hiddenSize);
      case GRU -> new GruCell(inputSize, hiddenSize);
      case GRU_RESET_BEFORE -> new ResetBeforeGruCell(inputSize, hiddenSize);
    };
  }

  /** "lstm", "gru-reset-before". */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether there is a built-in cell with this label, in any case. */
  static boolean contains(String label) {
    for (CellType type : values()) {
      if (type.label().equals(normalized(label))) {
        return true;
      }
    }
    return false;
  }

  private static String normalized(String label) {
    return label.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The built-in cell with this label, in any case.
   *
   * @throws IllegalArgumentException listing the labels there are
   */
  public static CellType of(String label) {
    for (CellType type : values()) {
      if (type.label().equals(normalized(label))) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "cell is \"" + label + "\", expected rnn, rnn-relu, lstm, gru or gru-reset-before");
  }
}
