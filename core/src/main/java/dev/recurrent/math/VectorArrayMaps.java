package dev.recurrent.math;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
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
  public void add(float[] x, int from, float[] y, int to, int count) {
    int whole = SPECIES.loopBound(count);
    for (int j = 0; j < whole; j += LANES) {
      fromArray(SPECIES, y, to + j).add(fromArray(SPECIES, x, from + j)).intoArray(y, to + j);
    }
    plain.add(x, from + whole, y, to + whole, count - whole);
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
