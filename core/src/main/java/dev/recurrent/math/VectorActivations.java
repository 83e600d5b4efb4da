package dev.recurrent.math;

import static dev.recurrent.math.Activations.BOUND;
import static dev.recurrent.math.Activations.P0;
import static dev.recurrent.math.Activations.P1;
import static dev.recurrent.math.Activations.P2;
import static dev.recurrent.math.Activations.P3;
import static dev.recurrent.math.Activations.Q1;
import static dev.recurrent.math.Activations.Q2;
import static dev.recurrent.math.Activations.Q3;
import static dev.recurrent.math.Activations.Q4;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sigmoid and tanh of a run of floats on the Vector API, by the same fraction as {@link
 * Activations}.
 */
final class VectorActivations {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final VectorSpecies<Integer> BITS = IntVector.SPECIES_PREFERRED;
  private static final IntVector SIGN = IntVector.broadcast(BITS, Integer.MIN_VALUE);
  private static final IntVector MAGNITUDE = IntVector.broadcast(BITS, Integer.MAX_VALUE);
  private static final IntVector LARGEST =
      IntVector.broadcast(BITS, Float.floatToRawIntBits(BOUND));
  private static final FloatVector A0 = broadcast(SPECIES, P0);
  private static final FloatVector A1 = broadcast(SPECIES, P1);
  private static final FloatVector A2 = broadcast(SPECIES, P2);
  private static final FloatVector A3 = broadcast(SPECIES, P3);
  private static final FloatVector B1 = broadcast(SPECIES, Q1);
  private static final FloatVector B2 = broadcast(SPECIES, Q2);
  private static final FloatVector B3 = broadcast(SPECIES, Q3);
  private static final FloatVector B4 = broadcast(SPECIES, Q4);
  private static final FloatVector ONE = broadcast(SPECIES, 1f);

  private VectorActivations() {}

  /**
   * Clamped as bits, whose order is that of magnitudes: Java's own min and max of floats take a
   * dozen instructions for NaN and zeros. What is not finite becomes NaN by x - x, so that a
   * diverged run is seen.
   */
  private static FloatVector tanh(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    FloatVector v = bits.and(MAGNITUDE).min(LARGEST).or(bits.and(SIGN)).reinterpretAsFloats();
    FloatVector u = v.mul(v);
    FloatVector p = u.fma(A3, A2).fma(u, A1).fma(u, A0);
    FloatVector q = u.fma(B4, B3).fma(u, B2).fma(u, B1).fma(u, ONE.add(x.sub(x)));
    return v.mul(p).div(q);
  }

  /**
   * x = s tanh(s x) + 1 - s in place: tanh with s = 1, the sigmoid with s = 1/2. The last vector
   * overlaps its neighbour, so it is read before that is written.
   */
  static void activate(float[] x, int from, int count, float s) {
    FloatVector scale = broadcast(SPECIES, s);
    FloatVector shift = ONE.sub(scale);
    int end = count - LANES;
    FloatVector last = fromArray(SPECIES, x, from + end);
    for (int i = 0; i < count; i += LANES) {
      int j = Math.min(i, end);
      FloatVector v = i <= end ? fromArray(SPECIES, x, from + j) : last;
      tanh(scale.mul(v)).fma(scale, shift).intoArray(x, from + j);
    }
  }
}
