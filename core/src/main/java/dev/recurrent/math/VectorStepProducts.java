package dev.recurrent.math;

import static dev.recurrent.math.VectorTiles.LANES;
import static dev.recurrent.math.VectorTiles.PANEL;

/**
 * The step product on the Vector API: {@link VectorTiles} over a packed matrix, in the order of
 * Goto and van de Geijn (2008). A few rows of A stay in the first-level cache while panels from the
 * second-level cache go past them. So the walk is along rows of C, which are cold when a step comes
 * to them and of which the processor then fetches what comes next.
 */
final class VectorStepProducts implements StepProducts {
  /** Columns of A that are worked on at once: six rows of them are twelve kilobytes. */
  static final int BLOCK = 512;

  /** Panels that all rows go past: with {@link #BLOCK} rows a quarter to half a megabyte. */
  private static final int PANELS = 8;

  @Override
  public String name() {
    return "Vector API (" + LANES + " lanes)";
  }

  @Override
  public int panelColumns() {
    return PANEL;
  }

  @Override
  public void addProduct(Matrix a, PackedMatrix p, Matrix c) {
    for (int k = 0; k < p.rows && p.columns > 0; k += BLOCK) {
      addBlock(a, 0, a.rows, k, p, k, c, 0);
    }
  }

  /**
   * Adds the product of rows of {@code a} up to {@code end}, the end of whole tiles or of {@code
   * a}, and a block of its columns, from {@code k}, with rows of {@code p}, from {@code row}, to
   * the columns of {@code c} from {@code column}.
   */
  static void addBlock(
      Matrix a, int from, int end, int k, PackedMatrix p, int row, Matrix c, int column) {
    int count = Math.min(BLOCK, p.rows - row);
    if (p.columns < PANEL) {
      addNarrow(a, from, end, k, p, row, count, c, column);
      return;
    }
    int panel = end - from < 4 ? addLone(a, from, end, k, p, row, count, c, column) : 0;
    for (int next, panels = p.panels(); panel < panels; panel = next) {
      next = panels - panel <= PANELS + 1 ? panels : panel + PANELS;
      for (int i = from, rows; i < end; i += rows) {
        rows = tileRows(a.rows - i);
        for (int j = panel; j < next; j++) {
          tile(a, i, rows, k, p.data, p.index(j, row), count, p.edge);
          VectorTiles.add(p.edge, rows, c.data, c.index(i) + column + p.column(j), c.stride);
        }
      }
    }
  }

  /** The row that comes after so many tiles. */
  static int after(int row, int tiles, int rows) {
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
            a.data,
            a.index(i) + k,
            p.data,
            p.index(panel, row),
            p.rows * PANEL,
            count,
            c.data,
            c.index(i) + column + panel * PANEL);
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
      int rows = tileRows(a.rows - i);
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
