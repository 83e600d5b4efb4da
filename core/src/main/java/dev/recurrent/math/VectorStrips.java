package dev.recurrent.math;

import static dev.recurrent.math.VectorTiles.LANES;
import static dev.recurrent.math.VectorTiles.PANEL;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows of A, or columns where A is transposed, in strips of up to six whose values of one k lie
 * together, as in BLIS (Van Zee and van de Geijn 2015). The rows of all strips are as even as can
 * be: the first are one row longer than the others.
 */
final class VectorStrips {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Rows of the longest strip. */
  static final int ROWS = 6;

  /** Floats from one k of a strip to the next. */
  private static final int STRIDE = VectorStripTiles.STRIDE;

  /** The longest block of K that a strip holds. */
  static final int LONGEST = 512;

  /** Floats from strip to strip: a line more than a block has, so that sets of a cache differ. */
  static final int ROOM = (LONGEST + 2) * STRIDE;

  private VectorStrips() {}

  /** Memory for strips of so many rows. */
  static float[] room(int rows) {
    return new float[count(rows) * ROOM + LANES];
  }

  /** How many strips so many rows have. */
  static int count(int rows) {
    return (rows + ROWS - 1) / ROWS;
  }

  /** Rows of the next strip of so many that are left. */
  static int rows(int left) {
    int strips = count(left);
    return (left + strips - 1) / strips;
  }

  /** The sums of a strip by one panel, {@code count} values of k long. */
  static void tile(
      int rows, float[] strips, int strip, float[] w, int panel, int count, float[] sums) {
    if (rows == ROWS) {
      VectorStripTiles.strip6(strips, strip, w, panel, count, sums);
    } else {
      VectorStripTiles.strip5(strips, strip, w, panel, count, sums);
    }
  }

  /** Adds a tile's sums to so many rows and columns of C from {@code to}. */
  static void add(float[] sums, int rows, int columns, Matrix c, int to) {
    if (columns >= PANEL) {
      VectorTiles.add(sums, rows, c.data, to, c.stride);
      return;
    }
    for (int r = 0; r < rows; r++) {
      Kernels.add(sums, r * PANEL, c.data, to + r * c.stride, columns);
    }
  }

  /** Rows of A up to {@code end}, {@code count} columns from {@code k}, become strips. */
  static void packRows(Matrix a, int from, int end, int k, int count, float[] strips) {
    for (int i = from, strip = 0, rows; i < end; i += rows, strip += ROOM) {
      rows = rows(end - i);
      if (rows == ROWS) {
        packSix(a.data, a.index(i) + k, a.stride, count, strips, strip);
        continue;
      }
      for (int r = 0; r < rows; r++) {
        int at = a.index(i + r) + k;
        for (int n = 0; n < count; n++) {
          strips[strip + n * STRIDE + r] = a.data[at + n];
        }
      }
    }
  }

  private static void packSix(float[] x, int at, int s, int count, float[] strips, int strip) {
    for (int n = 0, from = at, to = strip; n < count; n++, from++, to += STRIDE) {
      strips[to] = x[from];
      strips[to + 1] = x[from + s];
      strips[to + 2] = x[from + 2 * s];
      strips[to + 3] = x[from + 3 * s];
      strips[to + 4] = x[from + 4 * s];
      strips[to + 5] = x[from + 5 * s];
    }
  }

  /**
   * Columns of A from {@code column}, {@code count} rows from {@code k}, become strips, row by row.
   * A vector may hold more than a strip is wide: what it writes too much the next row overwrites.
   */
  static void packColumns(Matrix a, int k, int count, int column, int width, float[] strips) {
    int longest = rows(width);
    int longer = width - count(width) * (longest - 1);
    int first = longer * longest;
    int at = a.index(k) + column;
    int n = 0;
    if (LANES >= STRIDE && LANES <= 2 * STRIDE) {
      for (; n < count && at + width + LANES <= a.data.length; n++, at += a.stride) {
        int to = n * STRIDE;
        for (int s = 0; s < first; s += longest, to += ROOM) {
          fromArray(SPECIES, a.data, at + s).intoArray(strips, to);
        }
        for (int s = first; s < width; s += longest - 1, to += ROOM) {
          fromArray(SPECIES, a.data, at + s).intoArray(strips, to);
        }
      }
    }
    for (; n < count; n++, at += a.stride) {
      int to = n * STRIDE;
      copy(a.data, at, first, longest, strips, to);
      copy(a.data, at + first, width - first, longest - 1, strips, to + longer * ROOM);
    }
  }

  private static void copy(float[] a, int at, int width, int each, float[] strips, int to) {
    for (int s = 0, strip = to; s < width; s += each, strip += ROOM) {
      System.arraycopy(a, at + s, strips, strip, each);
    }
  }
}
