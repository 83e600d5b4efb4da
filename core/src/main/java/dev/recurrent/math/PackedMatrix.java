package dev.recurrent.math;

/**
 * A weight matrix (K,N) laid out for {@link Kernels#addProduct}: panels of a few columns, each
 * panel K rows of contiguous columns, the last padded with zeros. Packed once per batch, read once
 * per time step.
 */
public final class PackedMatrix {
  final int rows;
  final int columns;
  final int panelColumns;
  final float[] data;

  /** Scratch of a product: one tile. So one thread at a time. */
  final float[] edge;

  /** Room for a matrix of {@code rows} (K) by {@code columns} (N). */
  public PackedMatrix(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.panelColumns = Kernels.panelColumns();
    int panels = (columns + panelColumns - 1) / panelColumns;
    this.data = new float[Math.multiplyExact(Math.multiplyExact(panels, panelColumns), rows)];
    this.edge = new float[StepProducts.TILE_ROWS * panelColumns];
  }

  /** Takes the values of {@code source} (K,N). */
  public void pack(Matrix source) {
    Matrix.requireShape("source", source, rows, columns);
    for (int j = 0; j < columns; j += panelColumns) {
      int width = Math.min(panelColumns, columns - j);
      int to = j * rows;
      for (int k = 0; k < rows; k++) {
        System.arraycopy(source.data, source.index(k) + j, data, to + k * panelColumns, width);
      }
    }
  }

  /** Takes the values of {@code source}ᵀ, given as (N,K): PyTorch's orientation of weights. */
  public void packTransposed(Matrix source) {
    Matrix.requireShape("source", source, columns, rows);
    for (int j = 0; j < columns; j++) {
      int to = (j / panelColumns) * panelColumns * rows + j % panelColumns;
      int from = source.index(j);
      for (int k = 0; k < rows; k++) {
        data[to + k * panelColumns] = source.data[from + k];
      }
    }
  }

  float get(int row, int column) {
    int panel = column / panelColumns;
    return data[(panel * rows + row) * panelColumns + column % panelColumns];
  }
}
