package dev.recurrent.interop.onnx;

import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.GruCell;
import dev.recurrent.nn.cell.LstmCell;
import dev.recurrent.nn.cell.ResetBeforeGruCell;
import dev.recurrent.nn.cell.RnnCell;

/** Which gates ONNX's recurrent operators have, in which order. */
enum GateOrder {
  RNN(0),
  /** ONNX [i | o | f | c], here [i | f | g | o]. */
  LSTM(0, 3, 1, 2),
  /** ONNX [z | r | h], here [r | z | n]. */
  GRU(1, 0, 2);

  private final int[] ours;

  GateOrder(int... ours) {
    this.ours = ours;
  }

  /**
   * The operator of a cell.
   *
   * @param layer its name, for messages
   * @throws InexpressibleModelException for a cell of someone's own
   */
  static GateOrder of(Cell cell, String layer) {
    if (cell instanceof RnnCell) {
      return RNN;
    }
    if (cell instanceof LstmCell) {
      return LSTM;
    }
    if (cell instanceof GruCell || cell instanceof ResetBeforeGruCell) {
      return GRU;
    }
    throw new InexpressibleModelException(
        "layer \""
            + layer
            + "\" has the cell "
            + cell.getClass().getName()
            + ", for which ONNX has no operator: train with rnn, rnn-relu, lstm, gru or"
            + " gru-reset-before to export the model");
  }

  int gates() {
    return ours.length;
  }

  /**
   * Copies rows gate by gate from our order to ONNX's.
   *
   * @param size floats of one gate
   */
  void toOnnx(float[] from, int at, float[] to, int start, int size) {
    for (int gate = 0; gate < ours.length; gate++) {
      System.arraycopy(from, at + ours[gate] * size, to, start + gate * size, size);
    }
  }

  /** The opposite of {@link #toOnnx}. */
  void fromOnnx(float[] from, int at, float[] to, int start, int size) {
    for (int gate = 0; gate < ours.length; gate++) {
      System.arraycopy(from, at + gate * size, to, start + ours[gate] * size, size);
    }
  }
}
