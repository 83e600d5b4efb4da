package dev.recurrent.math;

import static dev.recurrent.math.VectorTiles.LANES;
import static dev.recurrent.math.VectorTiles.PANEL;

/**
 * The step product on the Vector API: {@link VectorTiles} over a packed matrix, in an order that
 * keeps a panel in the first-level cache for a few tiles and still walks along the rows of C, which
 * are cold when a step comes to them.
 */
final class VectorStepProducts implements StepProducts {
  /** Rows of a panel that fit into the first-level cache: 16 KiB of 8 lanes, 32 of 16. */
  static final int BLOCK = 256;

  /** Tiles that a panel is used for before the next one comes. */
  private static final int GROUP = 4;

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
   * Adds the product of rows of {@code a} up to {@code last}, the end of whole groups of tiles or
   * of {@code a}, and a block of its columns, from {@code k}, with rows of {@code p}, from {@code
   * row}, to the columns of {@code c} from {@code column}.
   */
  static void addBlock(
      Matrix a, int from, int last, int k, PackedMatrix p, int row, Matrix c, int column) {
    int count = Math.min(BLOCK, p.rows - row);
    for (int i = from, end; i < last; i = end) {
      end = after(i, GROUP, a.rows);
      if (p.columns < PANEL) {
        addNarrow(a, i, end, k, p, row, count, c, column);
      } else {
        addGroup(a, i, end, k, p, row, count, c, column);
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

  private static void addGroup(
      Matrix a,
      int from,
      int end,
      int k,
      PackedMatrix p,
      int row,
      int count,
      Matrix c,
      int column) {
    int panels = p.panels();
    int panel = 0;
    if (end - from < 4) {
      // Lone rows. A last panel that overlaps its neighbour goes by itself.
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
    }
    for (; panel < panels; panel++) {
      int w = p.index(panel, row);
      int j = column + p.column(panel);
      for (int i = from, rows; i < end; i += rows) {
        rows = tile(a, i, k, p.data, w, count, p.edge);
        VectorTiles.add(p.edge, rows, c.data, c.index(i) + j, c.stride);
      }
    }
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
      int rows = tile(a, i, k, p.data, p.index(0, row), count, p.edge);
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

  /** Sums of the rows from {@code row} by one panel; how many rows they are. */
  private static int tile(Matrix a, int row, int k, float[] w, int panel, int count, float[] sums) {
    int from = a.index(row) + k;
    int rows = tileRows(a.rows - row);
    switch (rows) {
      case TILE_ROWS -> VectorTiles.rows6(a.data, from, a.stride, w, panel, count, sums);
      case 5 -> VectorTiles.rows5(a.data, from, a.stride, w, panel, count, sums);
      case 4 -> VectorTiles.rows4(a.data, from, a.stride, w, panel, count, sums);
      default -> VectorTiles.row(a.data, from, w, panel, count, sums);
    }
    return rows;
  }
}
