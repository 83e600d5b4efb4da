package dev.recurrent.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
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
    for (int j = 0; j < p.columns; j += PANEL) {
      int width = Math.min(PANEL, p.columns - j);
      int panel = j * p.rows;
      int i = 0;
      // 32 rows are four tiles of 6 and two of 4: a lone tile of 2 would run at a third of the
      // speed.
      for (int left = a.rows; left > 0; left = a.rows - i) {
        if (left >= 6 && left != 8) {
          tile6(a, i, p, panel, c, c.index(i) + j, width);
          i += 6;
        } else if (left >= 4) {
          tile4(a, i, p, panel, c, c.index(i) + j, width);
          i += 4;
        } else {
          tile1(a, i, p, panel, c, c.index(i) + j, width);
          i += 1;
        }
      }
    }
  }

  private static void tile6(
      Matrix a, int row, PackedMatrix p, int panel, Matrix c, int to, int width) {
    float[] x = a.data;
    float[] w = p.data;
    int s = a.stride;
    int x0 = a.index(row);
    int x1 = x0 + s;
    int x2 = x1 + s;
    int x3 = x2 + s;
    int x4 = x3 + s;
    int x5 = x4 + s;
    FloatVector l0 = FloatVector.zero(SPECIES);
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
      FloatVector left = FloatVector.fromArray(SPECIES, w, at);
      FloatVector right = FloatVector.fromArray(SPECIES, w, at + LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, x[x0 + k]);
      l0 = v.fma(left, l0);
      r0 = v.fma(right, r0);
      v = FloatVector.broadcast(SPECIES, x[x1 + k]);
      l1 = v.fma(left, l1);
      r1 = v.fma(right, r1);
      v = FloatVector.broadcast(SPECIES, x[x2 + k]);
      l2 = v.fma(left, l2);
      r2 = v.fma(right, r2);
      v = FloatVector.broadcast(SPECIES, x[x3 + k]);
      l3 = v.fma(left, l3);
      r3 = v.fma(right, r3);
      v = FloatVector.broadcast(SPECIES, x[x4 + k]);
      l4 = v.fma(left, l4);
      r4 = v.fma(right, r4);
      v = FloatVector.broadcast(SPECIES, x[x5 + k]);
      l5 = v.fma(left, l5);
      r5 = v.fma(right, r5);
    }
    int n = c.stride;
    add(c.data, to, width, l0, r0);
    add(c.data, to + n, width, l1, r1);
    add(c.data, to + 2 * n, width, l2, r2);
    add(c.data, to + 3 * n, width, l3, r3);
    add(c.data, to + 4 * n, width, l4, r4);
    add(c.data, to + 5 * n, width, l5, r5);
  }

  private static void tile4(
      Matrix a, int row, PackedMatrix p, int panel, Matrix c, int to, int width) {
    float[] x = a.data;
    float[] w = p.data;
    int s = a.stride;
    int x0 = a.index(row);
    int x1 = x0 + s;
    int x2 = x1 + s;
    int x3 = x2 + s;
    FloatVector l0 = FloatVector.zero(SPECIES);
    FloatVector r0 = l0;
    FloatVector l1 = l0;
    FloatVector r1 = l0;
    FloatVector l2 = l0;
    FloatVector r2 = l0;
    FloatVector l3 = l0;
    FloatVector r3 = l0;
    for (int k = 0, at = panel; k < p.rows; k++, at += PANEL) {
      FloatVector left = FloatVector.fromArray(SPECIES, w, at);
      FloatVector right = FloatVector.fromArray(SPECIES, w, at + LANES);
      FloatVector v = FloatVector.broadcast(SPECIES, x[x0 + k]);
      l0 = v.fma(left, l0);
      r0 = v.fma(right, r0);
      v = FloatVector.broadcast(SPECIES, x[x1 + k]);
      l1 = v.fma(left, l1);
      r1 = v.fma(right, r1);
      v = FloatVector.broadcast(SPECIES, x[x2 + k]);
      l2 = v.fma(left, l2);
      r2 = v.fma(right, r2);
      v = FloatVector.broadcast(SPECIES, x[x3 + k]);
      l3 = v.fma(left, l3);
      r3 = v.fma(right, r3);
    }
    int n = c.stride;
    add(c.data, to, width, l0, r0);
    add(c.data, to + n, width, l1, r1);
    add(c.data, to + 2 * n, width, l2, r2);
    add(c.data, to + 3 * n, width, l3, r3);
  }

  private static void tile1(
      Matrix a, int row, PackedMatrix p, int panel, Matrix c, int to, int width) {
    float[] x = a.data;
    float[] w = p.data;
    int x0 = a.index(row);
    FloatVector l0 = FloatVector.zero(SPECIES);
    FloatVector r0 = l0;
    for (int k = 0, at = panel; k < p.rows; k++, at += PANEL) {
      FloatVector v = FloatVector.broadcast(SPECIES, x[x0 + k]);
      l0 = v.fma(FloatVector.fromArray(SPECIES, w, at), l0);
      r0 = v.fma(FloatVector.fromArray(SPECIES, w, at + LANES), r0);
    }
    add(c.data, to, width, l0, r0);
  }

  private static void add(float[] c, int to, int width, FloatVector left, FloatVector right) {
    if (width == PANEL) {
      FloatVector.fromArray(SPECIES, c, to).add(left).intoArray(c, to);
      FloatVector.fromArray(SPECIES, c, to + LANES).add(right).intoArray(c, to + LANES);
      return;
    }
    VectorMask<Float> l = SPECIES.indexInRange(0, width);
    FloatVector.fromArray(SPECIES, c, to, l).add(left).intoArray(c, to, l);
    if (width > LANES) {
      VectorMask<Float> r = SPECIES.indexInRange(LANES, width);
      FloatVector.fromArray(SPECIES, c, to + LANES, r).add(right).intoArray(c, to + LANES, r);
    }
  }
}
