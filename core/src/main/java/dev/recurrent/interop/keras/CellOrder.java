package dev.recurrent.interop.keras;

import dev.recurrent.nn.cell.CellType;

/**
 * Which gate of Keras each of ours is. Keras packs an LSTM's gates {@code [i | f | c | o]} as we
 * do, and a GRU's {@code [z | r | h]} where ours are {@code [r | z | n]}. Its kernels are (D,
 * gates*H); ours (gates*H, D).
 */
enum CellOrder {
  RNN(0),
  LSTM(0, 1, 2, 3),
  GRU(1, 0, 2);

  private final int[] theirs;

  CellOrder(int... theirs) {
    this.theirs = theirs;
  }

  static CellOrder of(CellType cell) {
    return switch (cell) {
      case RNN, RNN_RELU -> RNN;
      case LSTM -> LSTM;
      case GRU, GRU_RESET_BEFORE -> GRU;
    };
  }

  int gates() {
    return theirs.length;
  }

  /**
   * Copies a kernel (rows, gates*H) into a weight (gates*H, rows) at {@code at}, or a bias with one
   * row.
   */
  void toOurs(float[] kernel, int rows, int size, float[] ours, int at) {
    int columns = gates() * size;
    for (int gate = 0; gate < gates(); gate++) {
      for (int j = 0; j < size; j++) {
        int to = at + (gate * size + j) * rows;
        int from = theirs[gate] * size + j;
        for (int row = 0; row < rows; row++) {
          ours[to + row] = kernel[row * columns + from];
        }
      }
    }
  }

  /** The other way: a kernel (rows, gates*H) of a weight (gates*H, rows) at {@code at}. */
  float[] toKeras(float[] ours, int at, int rows, int size) {
    int columns = gates() * size;
    float[] kernel = new float[rows * columns];
    for (int gate = 0; gate < gates(); gate++) {
      for (int j = 0; j < size; j++) {
        int from = at + (gate * size + j) * rows;
        int to = theirs[gate] * size + j;
        for (int row = 0; row < rows; row++) {
          kernel[row * columns + to] = ours[from + row];
        }
      }
    }
    return kernel;
  }
}
