package dev.recurrent.math;

import java.util.Arrays;

/**
 * A weight matrix (K,N) laid out for {@link Kernels#addProduct}: panels of a few columns, each
 * panel K rows of contiguous columns. Packed once per batch, read once per time step.
 *
 * <p>The last panel ends with the last column, so that it is as wide as the others: the columns it
 * shares with its neighbour are zeros in it. A matrix narrower than a panel has one, padded with
 * zeros.
 */
public final class PackedMatrix {
  /** Columns of a transposed source taken at once: so many rows of it share a first-level cache. */
  private static final int TRANSPOSED = 8;

  int rows;
  int columns;
  final int panelColumns;
  float[] data;

  /** Scratch of a product: one tile. So one thread at a time. */
  final float[] edge;

  /** Room for a matrix of {@code rows} (K) by {@code columns} (N). */
  public PackedMatrix(int rows, int columns) {
    this.panelColumns = Kernels.panelColumns();
    this.edge = new float[PackedGemm.TILE_ROWS * panelColumns];
    this.data = new float[0];
    reshape(rows, columns);
  }

  /** Becomes a matrix of another shape, with nothing in it yet; of the same one, stays as it is. */
  public void reshape(int rows, int columns) {
    int size =
        Math.multiplyExact(
            Math.multiplyExact((columns + panelColumns - 1) / panelColumns, panelColumns), rows);
    if (data.length < size) {
      data = new float[size];
    } else if ((rows != this.rows || columns != this.columns) && size > 0) {
      // All others are written whole.
      Arrays.fill(data, size - rows * panelColumns, size, 0f);
    }
    this.rows = rows;
    this.columns = columns;
  }

  int panels() {
    return (columns + panelColumns - 1) / panelColumns;
  }

  /** The matrix's column that a panel's first one is. */
  int column(int panel) {
    return Math.max(0, Math.min(panel * panelColumns, columns - panelColumns));
  }

  /** Index in {@link #data} of a panel's row. */
  int index(int panel, int row) {
    return (panel * rows + row) * panelColumns;
  }

  /** Takes the values of {@code source} (K,N). */
  public void pack(Matrix source) {
    Matrix.requireShape("source", source, rows, columns);
    pack(source, 0, 0);
  }

  /** Takes (K,N) values of a larger source, from a row and column of it. */
  void pack(Matrix source, int row, int column) {
    for (int panel = 0; panel < panels(); panel++) {
      int from = panel * panelColumns;
      int width = Math.min(panelColumns, columns - from);
      int to = index(panel, 0) + from - column(panel);
      for (int k = 0; k < rows; k++) {
        System.arraycopy(
            source.data, source.index(row + k) + column + from, data, to + k * panelColumns, width);
      }
    }
  }

  /** Takes the values of {@code source}ᵀ, given as (N,K): PyTorch's orientation of weights. */
  public void packTransposed(Matrix source) {
    Matrix.requireShape("source", source, columns, rows);
    packTransposed(source, 0, 0);
  }

  /** Takes (N,K) values of a larger source, from a row and column of it, transposed. */
  void packTransposed(Matrix source, int row, int column) {
    for (int panel = 0; panel < panels(); panel++) {
      int from = panel * panelColumns;
      int to = index(panel, 0) + from - column(panel);
      int end = Math.min(from + panelColumns, columns);
      int j = from;
      for (; j + TRANSPOSED <= end; j += TRANSPOSED, to += TRANSPOSED) {
        transpose(source, row + j, column, to);
      }
      for (; j < end; j++, to++) {
        int at = source.index(row + j) + column;
        for (int k = 0; k < rows; k++) {
          data[to + k * panelColumns] = source.data[at + k];
        }
      }
    }
  }

  /** {@link #TRANSPOSED} rows of the source become as many columns. */
  private void transpose(Matrix source, int row, int column, int to) {
    float[] x = source.data;
    int at = source.index(row) + column;
    int s = source.stride;
    for (int k = 0, j = to; k < rows; k++, j += panelColumns) {
      for (int r = 0; r < TRANSPOSED; r++) {
        data[j + r] = x[at + r * s + k];
      }
    }
  }

  float get(int row, int column) {
    return data[at(row, column)];
  }

  void set(int row, int column, float value) {
    data[at(row, column)] = value;
  }

  private int at(int row, int column) {
    int panel = column / panelColumns;
    return index(panel, row) + column - column(panel);
  }
}
