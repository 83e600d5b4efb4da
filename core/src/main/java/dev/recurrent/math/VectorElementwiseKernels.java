package dev.recurrent.math;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The passes over arrays on the Vector API; {@link PlainElementwiseKernels} computes the tails. */
final class VectorElementwiseKernels implements ElementwiseKernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

  /** Doubles that are worked on at once: whole vectors of any machine, and they stay cached. */
  private static final int BLOCK = 256;

  private static final ThreadLocal<double[]> BLOCKS =
      ThreadLocal.withInitial(() -> new double[BLOCK]);

  /** Added to a double below 2^51 it leaves the nearest integer in the low bits. */
  private static final double TO_INTEGER = 0x1.8p52;

  private final PlainElementwiseKernels plain = new PlainElementwiseKernels();

  @Override
  public float max(float[] x, int from, int count) {
    if (count < LANES) {
      return plain.max(x, from, count);
    }
    int end = from + count - LANES;
    FloatVector largest = fromArray(SPECIES, x, end);
    for (int i = from; i < end; i += LANES) {
      largest = fromArray(SPECIES, x, i).max(largest);
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
  public void addScaled(float scale, float[] x, int from, float[] y, int to, int count) {
    int whole = SPECIES.loopBound(count);
    FloatVector s = broadcast(SPECIES, scale);
    for (int j = 0; j < whole; j += LANES) {
      s.fma(fromArray(SPECIES, x, from + j), fromArray(SPECIES, y, to + j)).intoArray(y, to + j);
    }
    plain.addScaled(scale, x, from + whole, y, to + whole, count - whole);
  }

  /**
   * In blocks of doubles. Floats are widened one by one: a vector of half as many floats would be a
   * second kind of {@link FloatVector}, and then the compiler takes no operation for granted in any
   * kernel.
   */
  @Override
  public double exp(float[] x, int from, int count, float shift) {
    double[] block = BLOCKS.get();
    double sum = 0;
    int end = from + count;
    for (int i = from; i < end; i += BLOCK) {
      int n = Math.min(BLOCK, end - i);
      for (int j = 0; j < n; j++) {
        block[j] = (double) x[i + j] - shift;
      }
      exp(block, n);
      sum += narrow(block, x, i, n);
    }
    return sum;
  }

  /** Rounds to float; returns the sum before. */
  private static double narrow(double[] from, float[] to, int at, int count) {
    double even = 0;
    double odd = 0;
    int j = 0;
    for (; j + 2 <= count; j += 2) {
      to[at + j] = (float) from[j];
      to[at + j + 1] = (float) from[j + 1];
      even += from[j];
      odd += from[j + 1];
    }
    if (j < count) {
      to[at + j] = (float) from[j];
      even += from[j];
    }
    return even + odd;
  }

  /** {@link Activations#exp} in as many lanes as hold doubles, term by term. */
  private static void exp(double[] x, int count) {
    DoubleVector toInteger = DoubleVector.broadcast(DOUBLES, TO_INTEGER);
    DoubleVector least = DoubleVector.broadcast(DOUBLES, -Activations.EXP_BOUND);
    DoubleVector greatest = DoubleVector.broadcast(DOUBLES, Activations.EXP_BOUND);
    DoubleVector log2e = DoubleVector.broadcast(DOUBLES, Activations.LOG2_E);
    DoubleVector ln2 = DoubleVector.broadcast(DOUBLES, -Activations.LN2);
    DoubleVector e9 = DoubleVector.broadcast(DOUBLES, Activations.E9);
    DoubleVector e8 = DoubleVector.broadcast(DOUBLES, Activations.E8);
    DoubleVector e7 = DoubleVector.broadcast(DOUBLES, Activations.E7);
    DoubleVector e6 = DoubleVector.broadcast(DOUBLES, Activations.E6);
    DoubleVector e5 = DoubleVector.broadcast(DOUBLES, Activations.E5);
    DoubleVector e4 = DoubleVector.broadcast(DOUBLES, Activations.E4);
    DoubleVector e3 = DoubleVector.broadcast(DOUBLES, Activations.E3);
    DoubleVector half = DoubleVector.broadcast(DOUBLES, 0.5);
    DoubleVector one = DoubleVector.broadcast(DOUBLES, 1);
    // A block is as long as whole vectors: what lies behind count is worked on for nothing.
    for (int j = 0; j < count; j += DOUBLES.length()) {
      DoubleVector v = DoubleVector.fromArray(DOUBLES, x, j);
      v = v.max(least).min(greatest);
      DoubleVector n = v.fma(log2e, toInteger);
      DoubleVector r = n.sub(toInteger).fma(ln2, v);
      DoubleVector p = r.fma(e9, e8).fma(r, e7).fma(r, e6).fma(r, e5).fma(r, e4).fma(r, e3);
      p = p.fma(r, half).fma(r, one).fma(r, one);
      // 2^n: n's low bits, moved to where a double has its exponent.
      LongVector exponent = n.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52);
      p.reinterpretAsLongs().add(exponent).reinterpretAsDoubles().intoArray(x, j);
    }
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
    FloatVector decay1 = broadcast(SPECIES, beta1);
    FloatVector decay2 = broadcast(SPECIES, beta2);
    FloatVector rest1 = broadcast(SPECIES, 1 - beta1);
    FloatVector rest2 = broadcast(SPECIES, 1 - beta2);
    FloatVector step = broadcast(SPECIES, rate);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector d = fromArray(SPECIES, g, i);
      FloatVector m = rest1.fma(d, fromArray(SPECIES, moments, i).mul(decay1));
      FloatVector v = rest2.mul(d).fma(d, fromArray(SPECIES, moments, n + i).mul(decay2));
      m.intoArray(moments, i);
      v.intoArray(moments, n + i);
      FloatVector root = v.sqrt().fma(broadcast(SPECIES, scale), broadcast(SPECIES, epsilon));
      fromArray(SPECIES, p, i).sub(m.mul(step).div(root)).intoArray(p, i);
    }
    PlainElementwiseKernels.adam(p, g, moments, beta1, beta2, rate, scale, epsilon, whole);
  }
}
