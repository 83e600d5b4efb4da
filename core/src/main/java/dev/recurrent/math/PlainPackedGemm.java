package dev.recurrent.math;

import java.util.Arrays;

/** The oracle of the step product; its inner loop is one a compiler vectorises by itself. */
final class PlainPackedGemm implements PackedGemm {
  private static final int PANEL = 16;

  @Override
  public String name() {
    return "plain Java";
  }

  @Override
  public int panelColumns() {
    return PANEL;
  }

  @Override
  public void addProduct(Matrix a, PackedMatrix p, Matrix c) {
    float[] sums = p.edge;
    int columns = p.panelColumns;
    for (int panel = 0; panel < p.panels(); panel++) {
      int j = p.column(panel);
      int width = Math.min(columns, p.columns - j);
      for (int i = 0; i < a.rows; i++) {
        int at = c.index(i) + j;
        Arrays.fill(sums, 0, columns, 0f);
        for (int k = 0; k < p.rows; k++) {
          float value = a.data[a.index(i) + k];
          int from = p.index(panel, k);
          for (int n = 0; n < columns; n++) {
            sums[n] += value * p.data[from + n];
          }
        }
        for (int n = 0; n < width; n++) {
          c.data[at + n] += sums[n];
        }
      }
    }
  }

  @Override
  public void affine(Matrix x, PackedMatrix weight, Matrix bias, Matrix y) {
    Kernels.setRows(y, bias);
    addProduct(x, weight, y);
  }

  @Override
  public void packRows(Matrix a, PackedMatrix p, int row, Matrix sums) {
    Kernels.addColumnSums(a, sums);
    for (int i = 0; i < a.rows; i++) {
      for (int j = 0; j < a.columns; j++) {
        p.set(row + i, j, a.get(i, j));
      }
    }
  }

  @Override
  public void tile(Matrix a, PackedMatrix p) {
    Arrays.fill(p.edge, 0f);
    addProduct(a, p, Matrix.view(p.edge, 0, TILE_ROWS, PANEL));
  }

  @Override
  public void multiplyAdds(int turns, float[] sums) {
    Arrays.fill(sums, 1f);
    for (int turn = 0; turn < turns; turn++) {
      for (int j = 0; j < TILE_ROWS * PANEL; j++) {
        sums[j] = 0.5f * sums[j] + 0.5f;
      }
    }
  }

  @Override
  public void addTransposedProduct(Matrix a, PackedMatrix p, Matrix c) {
    for (int k = 0; k < p.rows; k++) {
      for (int i = 0; i < a.columns; i++) {
        for (int j = 0; j < p.columns; j++) {
          c.data[c.index(i) + j] += a.get(k, i) * p.get(k, j);
        }
      }
    }
  }
}
