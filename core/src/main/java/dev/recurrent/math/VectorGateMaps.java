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
 * The gate passes on the Vector API: one short loop for each activation over the run of columns it
 * applies to, constants made beforehand, few helpers. More outgrows the compiler's inlining, and
 * every vector that crosses a call is then an object.
 *
 * <p>Columns that fill no whole vector are computed with the last whole one, which overlaps its
 * neighbour; rows shorter than a vector, and the cheap tails of backward, go to {@link
 * PlainGateMaps}.
 */
final class VectorGateMaps implements GateMaps {
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

  /** Place of g among the gates i, f, g, o. */
  private static final int CANDIDATE = 2;

  @Override
  public String name() {
    return "Vector API (" + LANES + " lanes)";
  }

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

  /** y (1 - y), the slope of a sigmoid at its value y. */
  private static FloatVector sigmoidSlope(FloatVector y) {
    return ONE.sub(y).mul(y);
  }

  /** 1 - y², the slope of tanh at its value y. */
  private static FloatVector tanhSlope(FloatVector y) {
    return ONE.sub(y.mul(y));
  }

  /**
   * x = s tanh(s x) + 1 - s in place: tanh with s = 1, the sigmoid with s = 1/2. The last vector
   * overlaps its neighbour, so it is read before that is written.
   */
  private static void activate(float[] x, int from, int count, float s) {
    FloatVector scale = broadcast(SPECIES, s);
    FloatVector shift = ONE.sub(scale);
    int end = count - LANES;
    FloatVector last = fromArray(SPECIES, x, from + end);
    for (int i = 0; i < count; i += LANES) {
      int j = Math.min(i, end);
      FloatVector v = i <= end ? fromArray(SPECIES, x, from + j) : last;
      tanh(v.mul(scale)).fma(scale, shift).intoArray(x, from + j);
    }
  }

  @Override
  public void rnnForward(Matrix gates, Matrix next) {
    int size = next.columns;
    for (int b = 0; b < gates.rows; b++) {
      if (size < LANES) {
        PlainGateMaps.rnnForward(gates, next, b, 0);
      } else {
        activate(gates.data, gates.index(b), size, 1f);
        System.arraycopy(gates.data, gates.index(b), next.data, next.index(b), size);
      }
    }
  }

  @Override
  public void rnnBackward(Matrix gates, Matrix dNext) {
    int whole = SPECIES.loopBound(dNext.columns);
    for (int b = 0; b < gates.rows; b++) {
      int a = gates.index(b);
      int n = dNext.index(b);
      for (int j = 0; j < whole; j += LANES) {
        tanhSlope(fromArray(SPECIES, gates.data, a + j))
            .mul(fromArray(SPECIES, dNext.data, n + j))
            .intoArray(gates.data, a + j);
      }
      PlainGateMaps.rnnBackward(gates, dNext, b, whole);
    }
  }

  @Override
  public void lstmForward(Matrix tape, Matrix previous, Matrix next) {
    int size = next.columns / 2;
    for (int b = 0; b < tape.rows; b++) {
      if (size < LANES) {
        PlainGateMaps.lstmForward(tape, previous, next, b, 0);
      } else {
        // In a loop, so that the compiler has one copy of it to inline: i with f, then g, then o.
        for (int gate = 0; gate < 4; gate += gate == 0 ? 2 : 1) {
          int count = gate == 0 ? 2 * size : size;
          activate(tape.data, tape.index(b) + gate * size, count, gate == CANDIDATE ? 1f : 0.5f);
        }
        lstmState(tape, previous, next, b);
      }
    }
  }

  /** c' = f c + i g, h' = o tanh c', from finished gates. */
  private static void lstmState(Matrix tape, Matrix previous, Matrix next, int b) {
    int size = next.columns / 2;
    float[] w = tape.data;
    int t = tape.index(b);
    int c = previous.index(b) + size;
    int n = next.index(b);
    for (int i = 0; i < size; i += LANES) {
      int j = Math.min(i, size - LANES);
      FloatVector ig = fromArray(SPECIES, w, t + j).mul(fromArray(SPECIES, w, t + 2 * size + j));
      FloatVector cell =
          fromArray(SPECIES, w, t + size + j).fma(fromArray(SPECIES, previous.data, c + j), ig);
      FloatVector tanhC = tanh(cell);
      cell.intoArray(next.data, n + size + j);
      tanhC.intoArray(w, t + 4 * size + j);
      fromArray(SPECIES, w, t + 3 * size + j).mul(tanhC).intoArray(next.data, n + j);
    }
  }

  @Override
  public void lstmBackward(Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious) {
    int whole = SPECIES.loopBound(dNext.columns / 2);
    for (int b = 0; b < tape.rows; b++) {
      lstmOutput(tape, dNext, dPrevious, b, whole);
      lstmGates(tape, previous, dPrevious, b, whole);
      PlainGateMaps.lstmBackward(tape, previous, dNext, dPrevious, b, whole);
    }
  }

  /** The gradient of o; that of c' into the c half of {@code dPrevious}. */
  private static void lstmOutput(Matrix tape, Matrix dNext, Matrix dPrevious, int b, int whole) {
    int size = dNext.columns / 2;
    float[] w = tape.data;
    int t = tape.index(b) + 3 * size;
    int d = dNext.index(b);
    int to = dPrevious.index(b) + size;
    for (int j = 0; j < whole; j += LANES) {
      FloatVector dh = fromArray(SPECIES, dNext.data, d + j);
      FloatVector o = fromArray(SPECIES, w, t + j);
      FloatVector tanhC = fromArray(SPECIES, w, t + size + j);
      dh.mul(o)
          .fma(tanhSlope(tanhC), fromArray(SPECIES, dNext.data, d + size + j))
          .intoArray(dPrevious.data, to + j);
      sigmoidSlope(o).mul(tanhC).mul(dh).intoArray(w, t + j);
    }
  }

  /** The gradients of i, f and g; that of c' becomes that of c. */
  private static void lstmGates(Matrix tape, Matrix previous, Matrix dPrevious, int b, int whole) {
    int size = dPrevious.columns / 2;
    float[] w = tape.data;
    int t = tape.index(b);
    int c = previous.index(b) + size;
    int to = dPrevious.index(b) + size;
    for (int j = 0; j < whole; j += LANES) {
      FloatVector dc = fromArray(SPECIES, dPrevious.data, to + j);
      FloatVector i = fromArray(SPECIES, w, t + j);
      FloatVector f = fromArray(SPECIES, w, t + size + j);
      FloatVector g = fromArray(SPECIES, w, t + 2 * size + j);
      sigmoidSlope(i).mul(g).mul(dc).intoArray(w, t + j);
      sigmoidSlope(f)
          .mul(fromArray(SPECIES, previous.data, c + j))
          .mul(dc)
          .intoArray(w, t + size + j);
      tanhSlope(g).mul(i).mul(dc).intoArray(w, t + 2 * size + j);
      dc.mul(f).intoArray(dPrevious.data, to + j);
    }
  }

  @Override
  public void gruForward(Matrix tape, Matrix previous, Matrix next) {
    int size = next.columns;
    for (int b = 0; b < tape.rows; b++) {
      if (size < LANES) {
        PlainGateMaps.gruForward(tape, previous, next, b, 0);
      } else {
        int t = tape.index(b);
        Kernels.add(tape.data, t + 3 * size, tape.data, t, 2 * size);
        activate(tape.data, t, 2 * size, 0.5f);
        gruState(tape, previous, next, b);
      }
    }
  }

  /** n and h' from finished r and z. */
  private static void gruState(Matrix tape, Matrix previous, Matrix next, int b) {
    int size = next.columns;
    float[] w = tape.data;
    int t = tape.index(b);
    int p = previous.index(b);
    int to = next.index(b);
    int end = size - LANES;
    FloatVector last = fromArray(SPECIES, w, t + 2 * size + end);
    for (int i = 0; i < size; i += LANES) {
      int j = Math.min(i, end);
      FloatVector x = i <= end ? fromArray(SPECIES, w, t + 2 * size + j) : last;
      FloatVector r = fromArray(SPECIES, w, t + j);
      FloatVector n = tanh(r.fma(fromArray(SPECIES, w, t + 5 * size + j), x));
      n.intoArray(w, t + 2 * size + j);
      fromArray(SPECIES, w, t + size + j)
          .fma(fromArray(SPECIES, previous.data, p + j).sub(n), n)
          .intoArray(next.data, to + j);
    }
  }

  @Override
  public void gruBackward(Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious) {
    int whole = SPECIES.loopBound(dNext.columns);
    for (int b = 0; b < tape.rows; b++) {
      gruUpdate(tape, previous, dNext, dPrevious, b, whole);
      gruReset(tape, b, whole);
      PlainGateMaps.gruBackward(tape, previous, dNext, dPrevious, b, whole);
    }
  }

  /**
   * The gradients of z and of the previous state past the gates; that of n for the moment in r's.
   */
  private static void gruUpdate(
      Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious, int b, int whole) {
    int size = dNext.columns;
    float[] w = tape.data;
    int t = tape.index(b);
    int p = previous.index(b);
    int d = dNext.index(b);
    int to = dPrevious.index(b);
    for (int j = 0; j < whole; j += LANES) {
      FloatVector dh = fromArray(SPECIES, dNext.data, d + j);
      FloatVector z = fromArray(SPECIES, w, t + size + j);
      FloatVector n = fromArray(SPECIES, w, t + 2 * size + j);
      FloatVector dz = sigmoidSlope(z).mul(fromArray(SPECIES, previous.data, p + j).sub(n)).mul(dh);
      dh.sub(dh.mul(z)).mul(tanhSlope(n)).intoArray(w, t + 3 * size + j);
      dz.intoArray(w, t + size + j);
      dz.intoArray(w, t + 4 * size + j);
      dh.fma(z, fromArray(SPECIES, dPrevious.data, to + j)).intoArray(dPrevious.data, to + j);
    }
  }

  /** The gradients of r and of both shares of n. */
  private static void gruReset(Matrix tape, int b, int whole) {
    int size = tape.columns / 6;
    float[] w = tape.data;
    int t = tape.index(b);
    for (int j = 0; j < whole; j += LANES) {
      FloatVector r = fromArray(SPECIES, w, t + j);
      FloatVector dn = fromArray(SPECIES, w, t + 3 * size + j);
      FloatVector dr = sigmoidSlope(r).mul(fromArray(SPECIES, w, t + 5 * size + j)).mul(dn);
      dr.intoArray(w, t + j);
      dr.intoArray(w, t + 3 * size + j);
      dn.intoArray(w, t + 2 * size + j);
      dn.mul(r).intoArray(w, t + 5 * size + j);
    }
  }
}
