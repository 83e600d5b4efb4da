package dev.recurrent.math;

import static dev.recurrent.math.VectorTiles.LANES;
import static jdk.incubator.vector.FloatVector.broadcast;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** What the processor does at most: what a tile is measured against. */
final class VectorPeak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private VectorPeak() {}

  /** Twelve sums that only multiply and add, for {@code turns} turns; nothing is loaded. */
  static void multiplyAdds(int turns, float[] sums) {
    FloatVector v = broadcast(SPECIES, 0.5f);
    FloatVector s0 = v;
    FloatVector s1 = v;
    FloatVector s2 = v;
    FloatVector s3 = v;
    FloatVector s4 = v;
    FloatVector s5 = v;
    FloatVector s6 = v;
    FloatVector s7 = v;
    FloatVector s8 = v;
    FloatVector s9 = v;
    FloatVector s10 = v;
    FloatVector s11 = v;
    int turn = 0;
    do {
      s0 = v.fma(v, s0);
      s1 = v.fma(v, s1);
      s2 = v.fma(v, s2);
      s3 = v.fma(v, s3);
      s4 = v.fma(v, s4);
      s5 = v.fma(v, s5);
      s6 = v.fma(v, s6);
      s7 = v.fma(v, s7);
      s8 = v.fma(v, s8);
      s9 = v.fma(v, s9);
      s10 = v.fma(v, s10);
      s11 = v.fma(v, s11);
    } while (++turn < turns);
    s0.intoArray(sums, 0);
    s1.intoArray(sums, LANES);
    s2.intoArray(sums, 2 * LANES);
    s3.intoArray(sums, 3 * LANES);
    s4.intoArray(sums, 4 * LANES);
    s5.intoArray(sums, 5 * LANES);
    s6.intoArray(sums, 6 * LANES);
    s7.intoArray(sums, 7 * LANES);
    s8.intoArray(sums, 8 * LANES);
    s9.intoArray(sums, 9 * LANES);
    s10.intoArray(sums, 10 * LANES);
    s11.intoArray(sums, 11 * LANES);
  }
}
