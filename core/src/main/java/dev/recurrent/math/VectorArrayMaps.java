package dev.recurrent.math;

import static dev.recurrent.math.Activations.E2;
import static dev.recurrent.math.Activations.E3;
import static dev.recurrent.math.Activations.E4;
import static dev.recurrent.math.Activations.E5;
import static dev.recurrent.math.Activations.E6;
import static dev.recurrent.math.Activations.EXP_BOUND;
import static dev.recurrent.math.Activations.LN2_HIGH;
import static dev.recurrent.math.Activations.LN2_LOW;
import static dev.recurrent.math.Activations.LOG2_E;
import static dev.recurrent.math.Activations.ROUND;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The passes over arrays on the Vector API; {@link PlainArrayMaps} computes the tails. */
final class VectorArrayMaps implements ArrayMaps {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final PlainArrayMaps plain = new PlainArrayMaps();

  @Override
  public float max(float[] x, int from, int count) {
    if (count < LANES) {
      return plain.max(x, from, count);
    }
    int end = from + count - LANES;
    FloatVector largest = fromArray(SPECIES, x, end);
    for (int i = from; i < end; i += LANES) {
      largest = largest.max(fromArray(SPECIES, x, i));
    }
    // The largest of some numbers does not depend on their order, as a sum does.
    return largest.reduceLanes(VectorOperators.MAX);
  }

  @Override
  public void exp(float[] x, int from, int count, float shift) {
    int whole = SPECIES.loopBound(count);
    for (int i = from; i < from + whole; i += LANES) {
      exp(fromArray(SPECIES, x, i).sub(shift)).intoArray(x, i);
    }
    plain.exp(x, from + whole, count - whole, shift);
  }

  private static FloatVector exp(FloatVector x) {
    FloatVector v = x.min(EXP_BOUND).max(-EXP_BOUND);
    FloatVector rounded = v.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUND));
    FloatVector n = rounded.sub(ROUND);
    FloatVector r = n.fma(broadcast(SPECIES, -LN2_LOW), n.fma(broadcast(SPECIES, -LN2_HIGH), v));
    FloatVector p =
        r.fma(broadcast(SPECIES, E6), broadcast(SPECIES, E5))
            .fma(r, broadcast(SPECIES, E4))
            .fma(r, broadcast(SPECIES, E3))
            .fma(r, broadcast(SPECIES, E2));
    FloatVector y = r.mul(r).fma(p, r.add(1f));
    IntVector exponent = rounded.viewAsIntegralLanes().reinterpretAsInts();
    return y.mul(exponent.lanewise(VectorOperators.LSHL, 23).add(127 << 23).reinterpretAsFloats());
  }

  @Override
  public void adam(
      float[] p,
      float[] g,
      float[] moments,
      float beta1,
      float beta2,
      float rate,
      float scale,
      float epsilon) {
    int n = p.length;
    int whole = SPECIES.loopBound(n);
    FloatVector rest1 = broadcast(SPECIES, 1 - beta1);
    FloatVector rest2 = broadcast(SPECIES, 1 - beta2);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector d = fromArray(SPECIES, g, i);
      FloatVector m = rest1.fma(d, fromArray(SPECIES, moments, i).mul(beta1));
      FloatVector v = rest2.mul(d).fma(d, fromArray(SPECIES, moments, n + i).mul(beta2));
      m.intoArray(moments, i);
      v.intoArray(moments, n + i);
      FloatVector root = v.sqrt().fma(broadcast(SPECIES, scale), broadcast(SPECIES, epsilon));
      fromArray(SPECIES, p, i).sub(m.mul(rate).div(root)).intoArray(p, i);
    }
    PlainArrayMaps.adam(p, g, moments, beta1, beta2, rate, scale, epsilon, whole);
  }
}
