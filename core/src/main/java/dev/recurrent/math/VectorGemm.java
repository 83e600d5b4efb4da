package dev.recurrent.math;

import static dev.recurrent.math.PackedGemm.TILE_ROWS;
import static dev.recurrent.math.VectorTiles.PANEL;

import org.jspecify.annotations.Nullable;

/**
 * Large products on the Vector API, blocked for the caches as Goto and van de Geijn (2008) do: a
 * block of B is packed into panels that stay in the second-level cache, and rows of A go past it.
 * Rows of A lie ready unless A is transposed; then strips of it are transposed first.
 */
final class VectorGemm implements Gemm {
  /** Columns of B that are packed at once. */
  private static final int COLUMNS = 512;

  /** The same where A is packed or transposed: it is so once for all of them. */
  private static final int COLUMNS_IF_PACKED = 1024;

  /** Rows of B that are packed at once: with {@link #COLUMNS} columns four megabytes. */
  private static final int DEPTH = 2048;

  /** Tiles of rows of C that all of these are added to before the next come. */
  private static final int CHUNK = 16;

  /** What a thread packs into, kept from product to product. */
  private static final class Workspace {
    final PackedMatrix panels = new PackedMatrix(0, 0);
    final Scratch transposed = new Scratch();
  }

  private static final ThreadLocal<Workspace> WORK = ThreadLocal.withInitial(Workspace::new);

  private final VectorPackedGemm steps;

  VectorGemm(VectorPackedGemm steps) {
    this.steps = steps;
  }

  @Override
  public String name() {
    return steps.name();
  }

  /** Columns of the next block: what is left after it is nothing, or a panel and more. */
  private static int width(int left, int columns) {
    return left < columns + PANEL ? left : columns;
  }

  @Override
  public void multiply(Matrix a, Matrix b, Matrix c, float beta) {
    multiply(a, b, false, c, beta, null);
  }

  @Override
  public void multiplyTransposedRight(Matrix a, Matrix b, Matrix c, float beta) {
    multiply(a, b, true, c, beta, null);
  }

  @Override
  public void affine(Matrix x, Matrix weight, Matrix bias, Matrix y) {
    multiply(x, weight, true, y, 1f, bias);
  }

  /**
   * C = A B + beta C, or A Bᵀ + beta C where B is given as (N,K); with a bias each row of C is that
   * before.
   */
  private void multiply(
      Matrix a, Matrix b, boolean transposed, Matrix c, float beta, @Nullable Matrix bias) {
    PackedMatrix panels = WORK.get().panels;
    int columns = steps.packsRows() ? COLUMNS_IF_PACKED : COLUMNS;
    for (int j = 0, width; j < c.columns; j += width) {
      width = width(c.columns - j, columns);
      for (int k = 0; k < a.columns; k += DEPTH) {
        panels.reshape(Math.min(DEPTH, a.columns - k), width);
        if (transposed) {
          panels.packTransposed(b, j, k);
        } else {
          panels.pack(b, k, j);
        }
        for (int i = 0, end; i < c.rows; i = end) {
          end = steps.after(i, CHUNK, c.rows);
          if (k == 0) {
            PanelGemm.scale(c, i, end, j, width, beta);
          }
          steps.addBlocks(a, i, end, k, panels, k == 0 ? bias : null, c, j);
        }
      }
    }
  }

  @Override
  public void multiplyTransposedLeft(Matrix a, Matrix b, Matrix c, float beta) {
    PanelGemm.scale(c, beta);
    Workspace work = WORK.get();
    boolean fits = c.rows >= TILE_ROWS && c.columns >= PANEL;
    boolean fitsTransposed = c.columns >= TILE_ROWS && c.rows >= PANEL;
    if (fits) {
      addTransposedLeft(a, b, c, work.panels);
    } else if (fitsTransposed) {
      Matrix transposed = work.transposed.matrix(c.columns, c.rows);
      transposed.fill(0f);
      addTransposedLeft(b, a, transposed, work.panels);
      c.addTransposed(transposed);
    } else if (c.rows <= c.columns) {
      addRows(a, b, c);
    } else {
      Matrix transposed = work.transposed.matrix(c.columns, c.rows);
      transposed.fill(0f);
      addRows(b, a, transposed);
      c.addTransposed(transposed);
    }
  }

  /** C += Aᵀ B for a C of few rows: each takes the rows of B, times a number. */
  private static void addRows(Matrix a, Matrix b, Matrix c) {
    for (int k = 0; k < a.rows; k++) {
      for (int i = 0; i < c.rows; i++) {
        Kernels.addScaled(
            a.data[a.index(k) + i], b.data, b.index(k), c.data, c.index(i), c.columns);
      }
    }
  }

  private static void addTransposedLeft(Matrix a, Matrix b, Matrix c, PackedMatrix panels) {
    for (int j = 0, width; j < b.columns; j += width) {
      width = width(b.columns - j, COLUMNS_IF_PACKED);
      for (int k = 0; k < b.rows; k += VectorTransposedGemm.BLOCK) {
        panels.reshape(Math.min(VectorTransposedGemm.BLOCK, b.rows - k), width);
        VectorTransposedGemm.pack(b, k, j, panels.rows, panels, 0);
        VectorTransposedGemm.add(a, k, panels, c, j);
      }
    }
  }
}
