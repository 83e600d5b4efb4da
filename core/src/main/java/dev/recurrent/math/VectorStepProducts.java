package dev.recurrent.math;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The step product on the Vector API: tiles of 6 rows by two vectors, twelve sums kept in registers
 * through the whole of K.
 */
final class VectorStepProducts implements StepProducts {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int PANEL = 2 * LANES;

  /** Rows of a panel that fit into half of the smallest first-level cache, 32 KiB, with room. */
  private static final int BLOCK = 256;

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
    int whole = p.columns / PANEL * PANEL;
    if (p.columns > p.rows) {
      addWide(a, p, c, whole);
    } else {
      addTall(a, p, c, whole);
    }
    if (whole < p.columns) {
      addEdge(a, p, c, whole);
    }
  }

  /** Walks along the rows of c, which are cold when a step comes to them. */
  private static void addWide(Matrix a, PackedMatrix p, Matrix c, int whole) {
    for (int i = 0; i < a.rows; i += tileRows(a.rows - i)) {
      int j = 0;
      if (tileRows(a.rows - i) == 1) {
        for (; j + 4 * PANEL <= whole; j += 4 * PANEL) {
          row4(a.data, a.index(i), p.data, j * p.rows, p.rows, c.data, c.index(i) + j);
        }
      }
      for (; j < whole; j += PANEL) {
        tile(a, i, 0, p.data, j * p.rows, p.rows, c.data, c.index(i) + j, c.stride);
      }
    }
  }

  /** Keeps a block of a panel in the first-level cache for all rows. */
  private static void addTall(Matrix a, PackedMatrix p, Matrix c, int whole) {
    for (int k = 0; k < p.rows; k += BLOCK) {
      int count = Math.min(BLOCK, p.rows - k);
      for (int j = 0; j < whole; j += PANEL) {
        int panel = j * p.rows + k * PANEL;
        for (int i = 0; i < a.rows; i += tileRows(a.rows - i)) {
          tile(a, i, k, p.data, panel, count, c.data, c.index(i) + j, c.stride);
        }
      }
    }
  }

  /** The last columns, fewer than a panel: whole sums go beside, and from there what is ours. */
  private static void addEdge(Matrix a, PackedMatrix p, Matrix c, int j) {
    float[] sums = p.edge;
    for (int i = 0; i < a.rows; i += tileRows(a.rows - i)) {
      int rows = tileRows(a.rows - i);
      Arrays.fill(sums, 0f);
      tile(a, i, 0, p.data, j * p.rows, p.rows, sums, 0, PANEL);
      for (int r = 0; r < rows; r++) {
        Kernels.add(sums, r * PANEL, c.data, c.index(i + r) + j, p.columns - j);
      }
    }
  }

  /**
   * 32 rows are four tiles of 6 and two of 4: a lone tile of 2 would run at a third of the speed.
   */
  private static int tileRows(int left) {
    return left >= TILE_ROWS && left != 8 ? TILE_ROWS : left >= 4 ? 4 : 1;
  }

  private static void tile(
      Matrix a, int row, int k, float[] w, int panel, int count, float[] c, int to, int stride) {
    int from = a.index(row) + k;
    switch (tileRows(a.rows - row)) {
      case TILE_ROWS -> tile6(a.data, from, a.stride, w, panel, count, c, to, stride);
      case 4 -> tile4(a.data, from, a.stride, w, panel, count, c, to, stride);
      default -> tile1(a.data, from, w, panel, count, c, to);
    }
  }

  private static void tile6(
      float[] x, int x0, int s, float[] w, int panel, int count, float[] c, int to, int stride) {
    int x1 = x0 + s;
    int x2 = x1 + s;
    int x3 = x2 + s;
    int x4 = x3 + s;
    int x5 = x4 + s;
    FloatVector l0 = zero(SPECIES);
    FloatVector r0 = l0;
    FloatVector l1 = l0;
    FloatVector r1 = l0;
    FloatVector l2 = l0;
    FloatVector r2 = l0;
    FloatVector l3 = l0;
    FloatVector r3 = l0;
    FloatVector l4 = l0;
    FloatVector r4 = l0;
    FloatVector l5 = l0;
    FloatVector r5 = l0;
    for (int k = 0, at = panel; k < count; k++, at += PANEL) {
      FloatVector left = fromArray(SPECIES, w, at);
      FloatVector right = fromArray(SPECIES, w, at + LANES);
      FloatVector v = broadcast(SPECIES, x[x0 + k]);
      l0 = v.fma(left, l0);
      r0 = v.fma(right, r0);
      v = broadcast(SPECIES, x[x1 + k]);
      l1 = v.fma(left, l1);
      r1 = v.fma(right, r1);
      v = broadcast(SPECIES, x[x2 + k]);
      l2 = v.fma(left, l2);
      r2 = v.fma(right, r2);
      v = broadcast(SPECIES, x[x3 + k]);
      l3 = v.fma(left, l3);
      r3 = v.fma(right, r3);
      v = broadcast(SPECIES, x[x4 + k]);
      l4 = v.fma(left, l4);
      r4 = v.fma(right, r4);
      v = broadcast(SPECIES, x[x5 + k]);
      l5 = v.fma(left, l5);
      r5 = v.fma(right, r5);
    }
    fromArray(SPECIES, c, to).add(l0).intoArray(c, to);
    fromArray(SPECIES, c, to + LANES).add(r0).intoArray(c, to + LANES);
    fromArray(SPECIES, c, to + stride).add(l1).intoArray(c, to + stride);
    fromArray(SPECIES, c, to + stride + LANES).add(r1).intoArray(c, to + stride + LANES);
    fromArray(SPECIES, c, to + 2 * stride).add(l2).intoArray(c, to + 2 * stride);
    fromArray(SPECIES, c, to + 2 * stride + LANES).add(r2).intoArray(c, to + 2 * stride + LANES);
    fromArray(SPECIES, c, to + 3 * stride).add(l3).intoArray(c, to + 3 * stride);
    fromArray(SPECIES, c, to + 3 * stride + LANES).add(r3).intoArray(c, to + 3 * stride + LANES);
    fromArray(SPECIES, c, to + 4 * stride).add(l4).intoArray(c, to + 4 * stride);
    fromArray(SPECIES, c, to + 4 * stride + LANES).add(r4).intoArray(c, to + 4 * stride + LANES);
    fromArray(SPECIES, c, to + 5 * stride).add(l5).intoArray(c, to + 5 * stride);
    fromArray(SPECIES, c, to + 5 * stride + LANES).add(r5).intoArray(c, to + 5 * stride + LANES);
  }

  private static void tile4(
      float[] x, int x0, int s, float[] w, int panel, int count, float[] c, int to, int stride) {
    int x1 = x0 + s;
    int x2 = x1 + s;
    int x3 = x2 + s;
    FloatVector l0 = zero(SPECIES);
    FloatVector r0 = l0;
    FloatVector l1 = l0;
    FloatVector r1 = l0;
    FloatVector l2 = l0;
    FloatVector r2 = l0;
    FloatVector l3 = l0;
    FloatVector r3 = l0;
    for (int k = 0, at = panel; k < count; k++, at += PANEL) {
      FloatVector left = fromArray(SPECIES, w, at);
      FloatVector right = fromArray(SPECIES, w, at + LANES);
      FloatVector v = broadcast(SPECIES, x[x0 + k]);
      l0 = v.fma(left, l0);
      r0 = v.fma(right, r0);
      v = broadcast(SPECIES, x[x1 + k]);
      l1 = v.fma(left, l1);
      r1 = v.fma(right, r1);
      v = broadcast(SPECIES, x[x2 + k]);
      l2 = v.fma(left, l2);
      r2 = v.fma(right, r2);
      v = broadcast(SPECIES, x[x3 + k]);
      l3 = v.fma(left, l3);
      r3 = v.fma(right, r3);
    }
    fromArray(SPECIES, c, to).add(l0).intoArray(c, to);
    fromArray(SPECIES, c, to + LANES).add(r0).intoArray(c, to + LANES);
    fromArray(SPECIES, c, to + stride).add(l1).intoArray(c, to + stride);
    fromArray(SPECIES, c, to + stride + LANES).add(r1).intoArray(c, to + stride + LANES);
    fromArray(SPECIES, c, to + 2 * stride).add(l2).intoArray(c, to + 2 * stride);
    fromArray(SPECIES, c, to + 2 * stride + LANES).add(r2).intoArray(c, to + 2 * stride + LANES);
    fromArray(SPECIES, c, to + 3 * stride).add(l3).intoArray(c, to + 3 * stride);
    fromArray(SPECIES, c, to + 3 * stride + LANES).add(r3).intoArray(c, to + 3 * stride + LANES);
  }

  private static void tile1(float[] x, int x0, float[] w, int panel, int count, float[] c, int to) {
    FloatVector l0 = zero(SPECIES);
    FloatVector r0 = l0;
    for (int k = 0, at = panel; k < count; k++, at += PANEL) {
      FloatVector v = broadcast(SPECIES, x[x0 + k]);
      l0 = v.fma(fromArray(SPECIES, w, at), l0);
      r0 = v.fma(fromArray(SPECIES, w, at + LANES), r0);
    }
    fromArray(SPECIES, c, to).add(l0).intoArray(c, to);
    fromArray(SPECIES, c, to + LANES).add(r0).intoArray(c, to + LANES);
  }

  /** One row by four panels: a lone row needs that many sums to keep the machine busy. */
  private static void row4(float[] x, int x0, float[] w, int panel, int count, float[] c, int to) {
    int next = count * PANEL;
    FloatVector a0 = zero(SPECIES);
    FloatVector a1 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector c0 = a0;
    FloatVector c1 = a0;
    FloatVector d0 = a0;
    FloatVector d1 = a0;
    for (int k = 0, at = panel; k < count; k++, at += PANEL) {
      FloatVector v = broadcast(SPECIES, x[x0 + k]);
      a0 = v.fma(fromArray(SPECIES, w, at), a0);
      a1 = v.fma(fromArray(SPECIES, w, at + LANES), a1);
      b0 = v.fma(fromArray(SPECIES, w, at + next), b0);
      b1 = v.fma(fromArray(SPECIES, w, at + next + LANES), b1);
      c0 = v.fma(fromArray(SPECIES, w, at + 2 * next), c0);
      c1 = v.fma(fromArray(SPECIES, w, at + 2 * next + LANES), c1);
      d0 = v.fma(fromArray(SPECIES, w, at + 3 * next), d0);
      d1 = v.fma(fromArray(SPECIES, w, at + 3 * next + LANES), d1);
    }
    fromArray(SPECIES, c, to).add(a0).intoArray(c, to);
    fromArray(SPECIES, c, to + LANES).add(a1).intoArray(c, to + LANES);
    fromArray(SPECIES, c, to + PANEL).add(b0).intoArray(c, to + PANEL);
    fromArray(SPECIES, c, to + PANEL + LANES).add(b1).intoArray(c, to + PANEL + LANES);
    fromArray(SPECIES, c, to + 2 * PANEL).add(c0).intoArray(c, to + 2 * PANEL);
    fromArray(SPECIES, c, to + 2 * PANEL + LANES).add(c1).intoArray(c, to + 2 * PANEL + LANES);
    fromArray(SPECIES, c, to + 3 * PANEL).add(d0).intoArray(c, to + 3 * PANEL);
    fromArray(SPECIES, c, to + 3 * PANEL + LANES).add(d1).intoArray(c, to + 3 * PANEL + LANES);
  }
}
