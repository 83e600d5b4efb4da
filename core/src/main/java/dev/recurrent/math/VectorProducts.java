package dev.recurrent.math;

import static dev.recurrent.math.StepProducts.TILE_ROWS;
import static dev.recurrent.math.VectorTiles.LANES;
import static dev.recurrent.math.VectorTiles.PANEL;
import static dev.recurrent.math.VectorTiles.STRIP;
import static dev.recurrent.math.VectorTiles.STRIP_STRIDE;
import static jdk.incubator.vector.FloatVector.fromArray;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Large products on the Vector API, blocked for the caches as Goto and van de Geijn (2008) do: a
 * block of B is packed into panels that stay in the second-level cache, and rows of A go past it.
 * Rows of A lie ready unless A is transposed; then strips of it are turned first.
 */
final class VectorProducts implements Products {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Rows of B that turned columns of A go past at once: a strip of them is 16 kilobytes. */
  private static final int BLOCK = 256;

  /** Columns of B that are packed at once: {@link #BLOCK} rows of them are half a megabyte. */
  private static final int COLUMNS = 512;

  /** Rows of B that are packed at once: with {@link #COLUMNS} columns four megabytes. */
  private static final int DEPTH = 2048;

  /** Tiles of rows of C that all of these are added to before the next come. */
  private static final int CHUNK = 16;

  /** Strips of A that are turned at once. */
  private static final int STRIPS = 4;

  private static final int STRIP_ROOM = BLOCK * STRIP_STRIDE;

  /** What a thread packs into, kept from product to product. */
  private static final class Workspace {
    final PackedMatrix panels = new PackedMatrix(0, 0);
    final float[] strips = new float[STRIPS * STRIP_ROOM];
    final Scratch turned = new Scratch();
  }

  private static final ThreadLocal<Workspace> WORK = ThreadLocal.withInitial(Workspace::new);

  @Override
  public String name() {
    return "Vector API (" + LANES + " lanes)";
  }

  /** Columns of the next block: what is left after it is nothing, or a panel and more. */
  private static int width(int left) {
    return left < COLUMNS + PANEL ? left : COLUMNS;
  }

  @Override
  public void multiply(Matrix a, Matrix b, Matrix c, float beta) {
    multiply(a, b, false, c, beta);
  }

  @Override
  public void multiplyTransposedRight(Matrix a, Matrix b, Matrix c, float beta) {
    multiply(a, b, true, c, beta);
  }

  /** C = A B + beta C, or A Bᵀ + beta C where B is given as (N,K). */
  private static void multiply(Matrix a, Matrix b, boolean transposed, Matrix c, float beta) {
    PackedMatrix panels = WORK.get().panels;
    for (int j = 0, width; j < c.columns; j += width) {
      width = width(c.columns - j);
      for (int k = 0; k < a.columns; k += DEPTH) {
        panels.reshape(Math.min(DEPTH, a.columns - k), width);
        if (transposed) {
          panels.packTransposed(b, j, k);
        } else {
          panels.pack(b, k, j);
        }
        for (int i = 0, end; i < c.rows; i = end) {
          end = VectorStepProducts.after(i, CHUNK, c.rows);
          if (k == 0) {
            PackedProducts.scale(c, i, end, j, width, beta);
          }
          for (int row = 0; row < panels.rows; row += VectorStepProducts.BLOCK) {
            VectorStepProducts.addBlock(a, i, end, k + row, panels, row, c, j);
          }
        }
      }
    }
  }

  @Override
  public void multiplyTransposedLeft(Matrix a, Matrix b, Matrix c, float beta) {
    PackedProducts.scale(c, beta);
    Workspace work = WORK.get();
    boolean fits = c.rows >= STRIP && c.columns >= PANEL;
    boolean fitsTurned = c.columns >= STRIP && c.rows >= PANEL;
    if (fits) {
      addTransposedLeft(a, b, c, work);
    } else if (fitsTurned) {
      Matrix turned = work.turned.matrix(c.columns, c.rows);
      turned.fill(0f);
      addTransposedLeft(b, a, turned, work);
      addTransposed(turned, c);
    } else if (c.rows <= c.columns) {
      addRows(a, b, c);
    } else {
      Matrix turned = work.turned.matrix(c.columns, c.rows);
      turned.fill(0f);
      addRows(b, a, turned);
      addTransposed(turned, c);
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

  private static void addTransposed(Matrix turned, Matrix c) {
    for (int i = 0; i < c.rows; i++) {
      for (int j = 0; j < c.columns; j++) {
        c.data[c.index(i) + j] += turned.data[turned.index(j) + i];
      }
    }
  }

  private static void addTransposedLeft(Matrix a, Matrix b, Matrix c, Workspace work) {
    PackedMatrix panels = work.panels;
    for (int j = 0, width; j < b.columns; j += width) {
      width = width(b.columns - j);
      for (int k = 0; k < b.rows; k += DEPTH) {
        panels.reshape(Math.min(DEPTH, b.rows - k), width);
        panels.pack(b, k, j);
        for (int i = 0; i < a.columns; i += STRIPS * STRIP) {
          for (int row = 0; row < panels.rows; row += BLOCK) {
            addTurned(a, i, k + row, work, row, c, j);
          }
        }
      }
    }
  }

  /** Adds the product of columns of A from {@code i}, turned, with a block of the packed B. */
  private static void addTurned(
      Matrix a, int i, int k, Workspace work, int row, Matrix c, int column) {
    PackedMatrix p = work.panels;
    int count = Math.min(BLOCK, p.rows - row);
    int strips = Math.min(STRIPS, (a.columns - i + STRIP - 1) / STRIP);
    for (int s = 0; s < strips; s++) {
      turn(a, k, count, i + s * STRIP, work.strips, s * STRIP_ROOM);
    }
    for (int s = 0; s < strips; s++) {
      int first = Math.min(i + s * STRIP, a.columns - STRIP);
      // A last strip's first tile may be all zeros: rows that the strip before has had.
      for (int r = i + s * STRIP - first < TILE_ROWS ? 0 : TILE_ROWS; r < STRIP; r += TILE_ROWS) {
        int to = c.index(first + r) + column;
        for (int panel = 0; panel < p.panels(); panel++) {
          VectorTiles.turned6(
              work.strips, s * STRIP_ROOM + r, p.data, p.index(panel, row), count, p.edge);
          VectorTiles.add(p.edge, TILE_ROWS, c.data, to + p.column(panel), c.stride);
        }
      }
    }
  }

  /**
   * Copies {@link #STRIP} columns of A from {@code column}, or the last ones; those that the strip
   * before has had become zeros.
   */
  private static void turn(Matrix a, int k, int count, int column, float[] strip, int to) {
    int first = Math.min(column, a.columns - STRIP);
    int at = a.index(k) + first;
    int end = at + (count - 1) * a.stride + Math.max(STRIP, LANES);
    if (LANES >= STRIP - LANES && LANES <= STRIP_STRIDE && end <= a.data.length) {
      for (int n = 0; n < count; n++, at += a.stride) {
        fromArray(SPECIES, a.data, at).intoArray(strip, to + n * STRIP_STRIDE);
        if (LANES < STRIP) {
          fromArray(SPECIES, a.data, at + STRIP - LANES)
              .intoArray(strip, to + n * STRIP_STRIDE + STRIP - LANES);
        }
      }
    } else {
      for (int n = 0; n < count; n++, at += a.stride) {
        System.arraycopy(a.data, at, strip, to + n * STRIP_STRIDE, STRIP);
      }
    }
    if (first < column) {
      for (int n = 0; n < count; n++) {
        int from = to + n * STRIP_STRIDE;
        Arrays.fill(strip, from, from + column - first, 0f);
      }
    }
  }
}
