package dev.recurrent.nn.cell;

import java.util.Locale;

/** The kinds of cells by the names that users and files know. */
public enum CellType {
  RNN,
  RNN_RELU,
  LSTM,
  GRU,
  GRU_RESET_BEFORE;

  /** A cell of this kind that reads D inputs and keeps H hidden units. */
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

  /**
   * The kind with this label.
   *
   * @throws IllegalArgumentException listing the labels there are
   */
  public static CellType of(String label) {
    for (CellType type : values()) {
      if (type.label().equals(label.toLowerCase(Locale.ROOT).replace('_', '-'))) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "cell is \"" + label + "\", expected rnn, rnn-relu, lstm, gru or gru-reset-before");
  }
}
