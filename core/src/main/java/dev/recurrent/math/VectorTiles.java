package dev.recurrent.math;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of every product on the Vector API: a few rows by one panel of two vectors,
 * their sums kept in registers through a block of K. A loop over rows would put them into memory.
 *
 * <p>The sums are left beside, (rows,PANEL), for {@link #add} and {@link #set}. Added to C at once
 * they would be a dozen more operations on vectors in a method, and the compiler reads some fifty
 * before it puts off what is left: vectors may then become objects.
 *
 * <p>{@code count} is at least 1: a sum is then the last multiplication's result also after the
 * loop, not a vector whose class the compiler has to guess and, if it may not, makes an object.
 */
final class VectorTiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** Columns of a panel. */
  static final int PANEL = 2 * LANES;

  private VectorTiles() {}

  /** C (rows,PANEL) += sums. */
  static void add(float[] sums, int rows, float[] c, int to, int stride) {
    for (int r = 0, at = to; r < rows; r++, at += stride) {
      fromArray(SPECIES, c, at).add(fromArray(SPECIES, sums, r * PANEL)).intoArray(c, at);
      fromArray(SPECIES, c, at + LANES)
          .add(fromArray(SPECIES, sums, r * PANEL + LANES))
          .intoArray(c, at + LANES);
    }
  }

  /** C (rows,PANEL) = bias + sums: what C was is not waited for. */
  static void set(float[] sums, int rows, float[] bias, int from, float[] c, int to, int stride) {
    FloatVector left = fromArray(SPECIES, bias, from);
    FloatVector right = fromArray(SPECIES, bias, from + LANES);
    for (int r = 0, at = to; r < rows; r++, at += stride) {
      left.add(fromArray(SPECIES, sums, r * PANEL)).intoArray(c, at);
      right.add(fromArray(SPECIES, sums, r * PANEL + LANES)).intoArray(c, at + LANES);
    }
  }

  /** A W for six rows of A from {@code x0}, {@code s} apart, and one panel W. */
  static void rows6(float[] x, int x0, int s, float[] w, int panel, int count, float[] sums) {
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
    int k = 0;
    do {
      int at = panel + k * PANEL;
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
    } while (++k < count);
    l0.intoArray(sums, 0);
    r0.intoArray(sums, LANES);
    l1.intoArray(sums, PANEL);
    r1.intoArray(sums, PANEL + LANES);
    l2.intoArray(sums, 2 * PANEL);
    r2.intoArray(sums, 2 * PANEL + LANES);
    l3.intoArray(sums, 3 * PANEL);
    r3.intoArray(sums, 3 * PANEL + LANES);
    l4.intoArray(sums, 4 * PANEL);
    r4.intoArray(sums, 4 * PANEL + LANES);
    l5.intoArray(sums, 5 * PANEL);
    r5.intoArray(sums, 5 * PANEL + LANES);
  }

  /** As above for five rows: with six, any number from 20 on. */
  static void rows5(float[] x, int x0, int s, float[] w, int panel, int count, float[] sums) {
    int x1 = x0 + s;
    int x2 = x1 + s;
    int x3 = x2 + s;
    int x4 = x3 + s;
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
    int k = 0;
    do {
      int at = panel + k * PANEL;
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
    } while (++k < count);
    l0.intoArray(sums, 0);
    r0.intoArray(sums, LANES);
    l1.intoArray(sums, PANEL);
    r1.intoArray(sums, PANEL + LANES);
    l2.intoArray(sums, 2 * PANEL);
    r2.intoArray(sums, 2 * PANEL + LANES);
    l3.intoArray(sums, 3 * PANEL);
    r3.intoArray(sums, 3 * PANEL + LANES);
    l4.intoArray(sums, 4 * PANEL);
    r4.intoArray(sums, 4 * PANEL + LANES);
  }

  /** As above for four rows. */
  static void rows4(float[] x, int x0, int s, float[] w, int panel, int count, float[] sums) {
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
    int k = 0;
    do {
      int at = panel + k * PANEL;
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
    } while (++k < count);
    l0.intoArray(sums, 0);
    r0.intoArray(sums, LANES);
    l1.intoArray(sums, PANEL);
    r1.intoArray(sums, PANEL + LANES);
    l2.intoArray(sums, 2 * PANEL);
    r2.intoArray(sums, 2 * PANEL + LANES);
    l3.intoArray(sums, 3 * PANEL);
    r3.intoArray(sums, 3 * PANEL + LANES);
  }

  /** As above for one row. */
  static void row(float[] x, int x0, float[] w, int panel, int count, float[] sums) {
    FloatVector l0 = zero(SPECIES);
    FloatVector r0 = l0;
    int k = 0;
    do {
      int at = panel + k * PANEL;
      FloatVector left = fromArray(SPECIES, w, at);
      FloatVector right = fromArray(SPECIES, w, at + LANES);
      FloatVector v = broadcast(SPECIES, x[x0 + k]);
      l0 = v.fma(left, l0);
      r0 = v.fma(right, r0);
    } while (++k < count);
    l0.intoArray(sums, 0);
    r0.intoArray(sums, LANES);
  }

  /**
   * C = bias + A W for one row of A, of few columns, and whole panels W: sums that short are sooner
   * computed than kept.
   */
  static void shortRow(
      float[] x, int x0, float[] w, int count, int panels, float[] bias, int b, float[] c, int to) {
    for (int panel = 0; panel < panels; panel++) {
      int j = panel * PANEL;
      FloatVector left = fromArray(SPECIES, bias, b + j);
      FloatVector right = fromArray(SPECIES, bias, b + j + LANES);
      int k = 0;
      do {
        int at = j * count + k * PANEL;
        FloatVector v = broadcast(SPECIES, x[x0 + k]);
        left = v.fma(fromArray(SPECIES, w, at), left);
        right = v.fma(fromArray(SPECIES, w, at + LANES), right);
      } while (++k < count);
      left.intoArray(c, to + j);
      right.intoArray(c, to + j + LANES);
    }
  }

  /**
   * One row by four panels: a lone row needs that many sums to keep the machine busy. They are left
   * beside, a row of them.
   */
  static void row4(float[] x, int x0, float[] w, int panel, int next, int count, float[] sums) {
    int second = panel + next;
    int third = second + next;
    int fourth = third + next;
    FloatVector a0 = zero(SPECIES);
    FloatVector a1 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector c0 = a0;
    FloatVector c1 = a0;
    FloatVector d0 = a0;
    FloatVector d1 = a0;
    int k = 0;
    do {
      int at = k * PANEL;
      FloatVector v = broadcast(SPECIES, x[x0 + k]);
      a0 = v.fma(fromArray(SPECIES, w, panel + at), a0);
      a1 = v.fma(fromArray(SPECIES, w, panel + at + LANES), a1);
      b0 = v.fma(fromArray(SPECIES, w, second + at), b0);
      b1 = v.fma(fromArray(SPECIES, w, second + at + LANES), b1);
      c0 = v.fma(fromArray(SPECIES, w, third + at), c0);
      c1 = v.fma(fromArray(SPECIES, w, third + at + LANES), c1);
      d0 = v.fma(fromArray(SPECIES, w, fourth + at), d0);
      d1 = v.fma(fromArray(SPECIES, w, fourth + at + LANES), d1);
    } while (++k < count);
    a0.intoArray(sums, 0);
    a1.intoArray(sums, LANES);
    b0.intoArray(sums, PANEL);
    b1.intoArray(sums, PANEL + LANES);
    c0.intoArray(sums, 2 * PANEL);
    c1.intoArray(sums, 2 * PANEL + LANES);
    d0.intoArray(sums, 3 * PANEL);
    d1.intoArray(sums, 3 * PANEL + LANES);
  }
}
