package dev.recurrent.math;

import static dev.recurrent.math.VectorTiles.LANES;
import static dev.recurrent.math.VectorTiles.PANEL;

import org.jspecify.annotations.Nullable;

/**
 * The step product on the Vector API: {@link VectorTiles} over a packed matrix, in the order of
 * Goto and van de Geijn (2008). A few rows of A stay in the first-level cache while panels from the
 * second-level cache go past them. So the walk is along rows of C, which are cold when a step comes
 * to them and of which the processor then fetches what comes next.
 */
final class VectorPackedGemm implements PackedGemm {
  /** Columns of A that are worked on at once: six rows of them are twelve to eighteen kilobytes. */
  private static final int BLOCK = 512;

  /** Panels that all rows go past: with {@link #BLOCK} rows a quarter to half a megabyte. */
  private static final int PANELS = 8;

  /** Whether rows of A are packed. */
  private final boolean packsRows;

  VectorPackedGemm(boolean packsRows) {
    this.packsRows = packsRows;
  }

  @Override
  public String name() {
    return "Vector API (" + LANES + " lanes" + (packsRows ? ", packed rows)" : ")");
  }

  boolean packsRows() {
    return packsRows;
  }

  @Override
  public int panelColumns() {
    return PANEL;
  }

  @Override
  public void addProduct(Matrix a, PackedMatrix p, Matrix c) {
    addBlocks(a, 0, a.rows, 0, p, null, c, 0);
  }

  @Override
  public void affine(Matrix x, PackedMatrix weight, Matrix bias, Matrix y) {
    if (weight.rows < TILE_ROWS) {
      for (int i = 0; i < x.rows; i++) {
        setShortRow(x, i, weight, bias, y);
      }
      return;
    }
    addBlocks(x, 0, x.rows, 0, weight, bias, y, 0);
  }

  /** A row of an affine map from few numbers, as a forecast's one value a step. */
  private static void setShortRow(Matrix x, int i, PackedMatrix w, Matrix bias, Matrix y) {
    int from = x.index(i);
    int to = y.index(i);
    int panels = w.columns / PANEL;
    VectorTiles.shortRow(x.data, from, w.data, w.rows, panels, bias.data, bias.offset, y.data, to);
    for (int j = panels * PANEL; j < w.columns; j++) {
      float sum = bias.data[bias.offset + j];
      for (int k = 0; k < w.rows; k++) {
        sum += x.data[from + k] * w.get(k, j);
      }
      y.data[to + j] = sum;
    }
  }

  @Override
  public void tile(Matrix a, PackedMatrix p) {
    if (packsRows) {
      VectorStripGemm.tile(a, p);
    } else {
      tile(a, 0, TILE_ROWS, 0, p.data, 0, p.rows, p.edge);
    }
  }

  @Override
  public void multiplyAdds(int turns, float[] sums) {
    VectorPeak.multiplyAdds(turns, sums);
  }

  @Override
  public void packRows(Matrix a, PackedMatrix p, int row, Matrix sums) {
    VectorTransposedGemm.pack(a, p, row, sums);
  }

  @Override
  public void addTransposedProduct(Matrix a, PackedMatrix p, Matrix c) {
    VectorTransposedGemm.add(a, 0, p, c, 0);
  }

  /**
   * Adds the product of rows of {@code a} up to {@code end}, the end of whole tiles or of {@code
   * a}, and its columns from {@code k}, as many as {@code p} has rows, with {@code p} to the
   * columns of {@code c} from {@code column}.
   *
   * @param bias what each row of these columns is before, or null to add to what they are
   */
  void addBlocks(
      Matrix a,
      int from,
      int end,
      int k,
      PackedMatrix p,
      @Nullable Matrix bias,
      Matrix c,
      int column) {
    boolean tiles = p.columns >= PANEL && end - from >= 4;
    if (bias != null && !tiles) {
      setRows(c, from, end, column, p.columns, bias);
    }
    for (int row = 0, count; row < p.rows; row += count) {
      int left = p.rows - row;
      count = packsRows ? VectorStripGemm.blockLength(left) : blockLength(left);
      if (p.columns < PANEL) {
        addNarrow(a, from, end, k + row, p, row, count, c, column);
      } else {
        Matrix start = tiles && row == 0 ? bias : null;
        addBlock(a, from, end, k + row, p, row, count, start, c, column);
      }
    }
  }

  private static int blockLength(int left) {
    return left < BLOCK + BLOCK / 2 ? left : BLOCK;
  }

  private static void setRows(Matrix c, int from, int end, int column, int count, Matrix bias) {
    for (int i = from; i < end; i++) {
      System.arraycopy(bias.data, bias.offset + column, c.data, c.index(i) + column, count);
    }
  }

  private void addBlock(
      Matrix a,
      int from,
      int end,
      int k,
      PackedMatrix p,
      int row,
      int count,
      @Nullable Matrix bias,
      Matrix c,
      int column) {
    if (bias != null && p.columns % PANEL > 0) {
      // The last panel's first columns are its neighbour's, so it can only add.
      int whole = p.columns / PANEL * PANEL;
      setRows(c, from, end, column + whole, p.columns - whole, bias);
    }
    if (packsRows && end - from >= 4) {
      VectorStripGemm.addBlock(a, from, end, k, p, row, count, bias, c, column);
      return;
    }
    int panel = end - from < 4 ? addLone(a, from, end, k, p, row, count, c, column) : 0;
    for (int next, panels = p.panels(); panel < panels; panel = next) {
      next = panels - panel <= PANELS + 1 ? panels : panel + PANELS;
      for (int i = from, rows; i < end; i += rows) {
        rows = tileRows(a.rows - i);
        for (int j = panel; j < next; j++) {
          tile(a, i, rows, k, p.data, p.index(j, row), count, p.edge);
          int at = column + p.column(j);
          if (bias != null && p.column(j) == j * PANEL) {
            VectorTiles.set(
                p.edge, rows, bias.data, bias.offset + at, c.data, c.index(i) + at, c.stride);
          } else {
            VectorTiles.add(p.edge, rows, c.data, c.index(i) + at, c.stride);
          }
        }
      }
    }
  }

  /** The row that comes after so many tiles. */
  int after(int row, int tiles, int rows) {
    if (packsRows) {
      return row + VectorStripGemm.blockRows(rows - row);
    }
    int end = row;
    for (int tile = 0; tile < tiles && end < rows; tile++) {
      end += tileRows(rows - end);
    }
    return end;
  }

  /** Lone rows by four panels at a time; a last one that overlaps its neighbour goes by itself. */
  private static int addLone(
      Matrix a,
      int from,
      int end,
      int k,
      PackedMatrix p,
      int row,
      int count,
      Matrix c,
      int column) {
    int panel = 0;
    for (; (panel + 4) * PANEL <= p.columns; panel += 4) {
      for (int i = from; i < end; i++) {
        VectorTiles.row4(
            a.data, a.index(i) + k, p.data, p.index(panel, row), p.rows * PANEL, count, p.edge);
        Kernels.add(p.edge, 0, c.data, c.index(i) + column + panel * PANEL, 4 * PANEL);
      }
    }
    return panel;
  }

  /** As above where there are fewer columns than a panel has. */
  private static void addNarrow(
      Matrix a,
      int from,
      int end,
      int k,
      PackedMatrix p,
      int row,
      int count,
      Matrix c,
      int column) {
    for (int i = from; i < end; ) {
      int rows = tileRows(end - i);
      tile(a, i, rows, k, p.data, p.index(0, row), count, p.edge);
      for (int r = 0; r < rows; r++, i++) {
        Kernels.add(p.edge, r * PANEL, c.data, c.index(i) + column, p.columns);
      }
    }
  }

  /**
   * Sixes and fives, whose sums are enough to keep the machine busy: any number from 20 on is made
   * of them. Fours below, and lone rows where nothing else is left.
   */
  private static int tileRows(int left) {
    if (left % TILE_ROWS == 0 || left == 7) {
      return TILE_ROWS;
    }
    return left >= 5 && left != 8 ? 5 : left >= 4 ? 4 : 1;
  }

  /** Sums of so many rows from {@code row} by one panel. */
  private static void tile(
      Matrix a, int row, int rows, int k, float[] w, int panel, int count, float[] sums) {
    int from = a.index(row) + k;
    switch (rows) {
      case TILE_ROWS -> VectorTiles.rows6(a.data, from, a.stride, w, panel, count, sums);
      case 5 -> VectorTiles.rows5(a.data, from, a.stride, w, panel, count, sums);
      case 4 -> VectorTiles.rows4(a.data, from, a.stride, w, panel, count, sums);
      default -> VectorTiles.row(a.data, from, w, panel, count, sums);
    }
  }
}
