package dev.recurrent.math;

import static dev.recurrent.math.VectorTiles.LANES;
import static dev.recurrent.math.VectorTiles.PANEL;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Aᵀ P on the Vector API: {@link VectorStrips} of a few columns of A and a packed P. A strip stays
 * in the first-level cache while panels from the second-level cache go past it.
 */
final class VectorTransposedGemm {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Rows that are summed over at once: a strip of them is sixteen kilobytes. */
  static final int BLOCK = VectorStrips.LONGEST;

  /** Panels that all strips go past: with {@link #BLOCK} rows half a megabyte. */
  private static final int PANELS = 8;

  /** Columns that are packed at once: two megabytes. */
  private static final int COLUMNS = 768;

  /** What a thread packs, kept from product to product. */
  private static final ThreadLocal<float[]> TRANSPOSED =
      ThreadLocal.withInitial(() -> VectorStrips.room(COLUMNS));

  private VectorTransposedGemm() {}

  /** Rows of P from {@code to} become {@code count} rows of B, from a row and a column of it. */
  static void pack(Matrix b, int row, int column, int count, PackedMatrix p, int to) {
    int whole = p.columns / PANEL * PANEL;
    int shift = whole - p.column(p.columns / PANEL);
    for (int n = 0; n < count; n++) {
      int from = b.index(row + n) + column;
      for (int j = 0, at = p.index(0, to + n); j < whole; j += PANEL, at += p.rows * PANEL) {
        fromArray(SPECIES, b.data, from + j).intoArray(p.data, at);
        fromArray(SPECIES, b.data, from + j + LANES).intoArray(p.data, at + LANES);
      }
      if (whole < p.columns) {
        int at = p.index(whole / PANEL, to + n) + shift;
        System.arraycopy(b.data, from + whole, p.data, at, p.columns - whole);
      }
    }
  }

  /** Rows of P from {@code to} become those of A, whose sum is added to {@code sums}. */
  static void pack(Matrix a, PackedMatrix p, int to, Matrix sums) {
    int whole = a.rows == 0 ? 0 : p.columns / PANEL;
    for (int panel = 0; panel < whole; panel++) {
      packPanel(a, panel * PANEL, p.data, p.index(panel, to), sums);
    }
    int from = whole * PANEL;
    int shift = from - p.column(whole);
    for (int n = 0; from < p.columns && n < a.rows; n++) {
      int at = a.index(n) + from;
      int width = p.columns - from;
      System.arraycopy(a.data, at, p.data, p.index(whole, to + n) + shift, width);
      Kernels.add(a.data, at, sums.data, sums.offset + from, width);
    }
  }

  /**
   * One panel of these. What is loaded adds the sum, not the sum what is loaded: whose class of two
   * the compiler would have to guess, it calls, and the vectors are objects.
   */
  private static void packPanel(Matrix a, int column, float[] panel, int to, Matrix sums) {
    int first = sums.offset + column;
    FloatVector left = fromArray(SPECIES, sums.data, first);
    FloatVector right = fromArray(SPECIES, sums.data, first + LANES);
    int from = a.offset + column;
    int n = 0;
    do {
      int at = from + n * a.stride;
      FloatVector x = fromArray(SPECIES, a.data, at);
      FloatVector y = fromArray(SPECIES, a.data, at + LANES);
      x.intoArray(panel, to + n * PANEL);
      y.intoArray(panel, to + n * PANEL + LANES);
      left = x.add(left);
      right = y.add(right);
    } while (++n < a.rows);
    left.intoArray(sums.data, first);
    right.intoArray(sums.data, first + LANES);
  }

  /**
   * Adds the product of A from {@code row}, as many rows as P has, and P to the columns of {@code
   * c} from {@code column}.
   */
  static void add(Matrix a, int row, PackedMatrix p, Matrix c, int column) {
    float[] strips = TRANSPOSED.get();
    for (int i = 0; i < a.columns; i += COLUMNS) {
      int width = Math.min(COLUMNS, a.columns - i);
      for (int k = 0; k < p.rows; k += BLOCK) {
        int count = Math.min(BLOCK, p.rows - k);
        VectorStrips.packColumns(a, row + k, count, i, width, strips);
        for (int panel = 0, next, panels = p.panels(); panel < panels; panel = next) {
          next = panels - panel <= PANELS + 1 ? panels : panel + PANELS;
          addBlock(strips, i, width, k, count, p, panel, next, c, column);
        }
      }
    }
  }

  /** All strips, of columns from {@code i}, by panels up to {@code next}. */
  private static void addBlock(
      float[] strips,
      int i,
      int width,
      int k,
      int count,
      PackedMatrix p,
      int panel,
      int next,
      Matrix c,
      int column) {
    for (int from = 0, strip = 0, rows; from < width; from += rows, strip += VectorStrips.ROOM) {
      rows = VectorStrips.rows(width - from);
      for (int j = panel; j < next; j++) {
        VectorStrips.tile(rows, strips, strip, p.data, p.index(j, k), count, p.edge);
        int to = c.index(i + from) + column + p.column(j);
        VectorStrips.add(p.edge, rows, p.columns, c, to);
      }
    }
  }
}
