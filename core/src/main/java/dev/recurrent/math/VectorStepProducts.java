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
    for (int j = 0; j < whole; j += PANEL) {
      for (int i = 0; i < a.rows; i += tileRows(a.rows - i)) {
        tile(a, i, p, j * p.rows, c.data, c.index(i) + j, c.stride);
      }
    }
    if (whole < p.columns) {
      addEdge(a, p, c, whole);
    }
  }

  /** The last columns, fewer than a panel: whole sums go beside, and from there what is ours. */
  private static void addEdge(Matrix a, PackedMatrix p, Matrix c, int j) {
    float[] sums = p.edge;
    for (int i = 0; i < a.rows; i += tileRows(a.rows - i)) {
      int rows = tileRows(a.rows - i);
      Arrays.fill(sums, 0f);
      tile(a, i, p, j * p.rows, sums, 0, PANEL);
      for (int r = 0; r < rows; r++) {
        Kernels.addScaled(1f, sums, r * PANEL, c.data, c.index(i + r) + j, p.columns - j);
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
      Matrix a, int row, PackedMatrix p, int panel, float[] c, int to, int stride) {
    switch (tileRows(a.rows - row)) {
      case TILE_ROWS -> tile6(a, row, p, panel, c, to, stride);
      case 4 -> tile4(a, row, p, panel, c, to, stride);
      default -> tile1(a, row, p, panel, c, to);
    }
  }

  private static void tile6(
      Matrix a, int row, PackedMatrix p, int panel, float[] c, int to, int stride) {
    float[] x = a.data;
    float[] w = p.data;
    int s = a.stride;
    int x0 = a.index(row);
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
    for (int k = 0, at = panel; k < p.rows; k++, at += PANEL) {
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
      Matrix a, int row, PackedMatrix p, int panel, float[] c, int to, int stride) {
    float[] x = a.data;
    float[] w = p.data;
    int s = a.stride;
    int x0 = a.index(row);
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
    for (int k = 0, at = panel; k < p.rows; k++, at += PANEL) {
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

  private static void tile1(Matrix a, int row, PackedMatrix p, int panel, float[] c, int to) {
    float[] x = a.data;
    float[] w = p.data;
    int x0 = a.index(row);
    FloatVector l0 = zero(SPECIES);
    FloatVector r0 = l0;
    for (int k = 0, at = panel; k < p.rows; k++, at += PANEL) {
      FloatVector v = broadcast(SPECIES, x[x0 + k]);
      l0 = v.fma(fromArray(SPECIES, w, at), l0);
      r0 = v.fma(fromArray(SPECIES, w, at + LANES), r0);
    }
    fromArray(SPECIES, c, to).add(l0).intoArray(c, to);
    fromArray(SPECIES, c, to + LANES).add(r0).intoArray(c, to + LANES);
  }
}
