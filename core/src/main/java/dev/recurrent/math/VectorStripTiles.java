package dev.recurrent.math;

import static dev.recurrent.math.VectorTiles.LANES;
import static dev.recurrent.math.VectorTiles.PANEL;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.FloatVector.zero;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link VectorTiles}, for strips of A: a few rows, or columns where A is transposed, whose
 * values of one k lie together. A turn of the loop then has one address for all of A, which
 * processors with two units for 512-bit vectors need.
 */
final class VectorStripTiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /**
   * Floats from one k of a strip to the next. A power of two: the compiler understands a shift of
   * k, and else leaves range checks in the loop and may then keep the sums in memory.
   */
  static final int STRIDE = 8;

  private VectorStripTiles() {}

  /** A W for a strip of six from {@code x0} and one panel W. */
  static void strip6(float[] x, int x0, float[] w, int panel, int count, float[] sums) {
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
      int from = x0 + k * STRIDE;
      FloatVector left = fromArray(SPECIES, w, at);
      FloatVector right = fromArray(SPECIES, w, at + LANES);
      FloatVector v = broadcast(SPECIES, x[from]);
      l0 = v.fma(left, l0);
      r0 = v.fma(right, r0);
      v = broadcast(SPECIES, x[from + 1]);
      l1 = v.fma(left, l1);
      r1 = v.fma(right, r1);
      v = broadcast(SPECIES, x[from + 2]);
      l2 = v.fma(left, l2);
      r2 = v.fma(right, r2);
      v = broadcast(SPECIES, x[from + 3]);
      l3 = v.fma(left, l3);
      r3 = v.fma(right, r3);
      v = broadcast(SPECIES, x[from + 4]);
      l4 = v.fma(left, l4);
      r4 = v.fma(right, r4);
      v = broadcast(SPECIES, x[from + 5]);
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

  /** As above for a strip of five. */
  static void strip5(float[] x, int x0, float[] w, int panel, int count, float[] sums) {
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
      int from = x0 + k * STRIDE;
      FloatVector left = fromArray(SPECIES, w, at);
      FloatVector right = fromArray(SPECIES, w, at + LANES);
      FloatVector v = broadcast(SPECIES, x[from]);
      l0 = v.fma(left, l0);
      r0 = v.fma(right, r0);
      v = broadcast(SPECIES, x[from + 1]);
      l1 = v.fma(left, l1);
      r1 = v.fma(right, r1);
      v = broadcast(SPECIES, x[from + 2]);
      l2 = v.fma(left, l2);
      r2 = v.fma(right, r2);
      v = broadcast(SPECIES, x[from + 3]);
      l3 = v.fma(left, l3);
      r3 = v.fma(right, r3);
      v = broadcast(SPECIES, x[from + 4]);
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
}
