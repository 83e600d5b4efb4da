package dev.recurrent.math;

import static dev.recurrent.math.VectorActivations.activate;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gate passes on the Vector API: one short loop for each activation over the run of columns it
 * applies to, and short loops for what is between them. The compiler reads some fifty operations on
 * vectors in a method, helpers included; it comes back to the rest when it no longer knows their
 * class, and vectors that they store may be objects. So a pass has one copy of the activation.
 *
 * <p>Columns that fill no whole vector are computed with the last whole one, which overlaps its
 * neighbour; rows shorter than a vector, and the cheap tails of backward, go to {@link
 * PlainGateKernels}.
 */
final class VectorGateKernels implements GateKernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final FloatVector ONE = broadcast(SPECIES, 1f);

  /** Place of g in the LSTM's tape, i, f, g, o, tanh c'. */
  private static final int CANDIDATE = 2;

  private static final int TANH_C = 4;

  @Override
  public String name() {
    return "Vector API (" + LANES + " lanes)";
  }

  /** y (1 - y), the slope of a sigmoid at its value y. */
  private static FloatVector sigmoidSlope(FloatVector y) {
    return ONE.sub(y).mul(y);
  }

  /** 1 - y², the slope of tanh at its value y. */
  private static FloatVector tanhSlope(FloatVector y) {
    return ONE.sub(y.mul(y));
  }

  @Override
  public void rnnForward(Matrix gates, Matrix next) {
    int size = next.columns;
    for (int b = 0; b < gates.rows; b++) {
      if (size < LANES) {
        PlainGateKernels.rnnForward(gates, next, b, 0);
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
      PlainGateKernels.rnnBackward(gates, dNext, b, whole);
    }
  }

  @Override
  public void lstmForward(Matrix tape, Matrix previous, Matrix next) {
    int size = next.columns / 2;
    for (int b = 0; b < tape.rows; b++) {
      if (size < LANES) {
        PlainGateKernels.lstmForward(tape, previous, next, b, 0);
      } else {
        // A loop, so that the compiler has one copy to inline: i with f, then g, o and tanh c'.
        for (int gate = 0; gate <= TANH_C; gate += gate == 0 ? 2 : 1) {
          if (gate == TANH_C) {
            lstmCell(tape, previous, next, b);
          }
          int count = gate == 0 ? 2 * size : size;
          float scale = gate == CANDIDATE || gate == TANH_C ? 1f : 0.5f;
          activate(tape.data, tape.index(b) + gate * size, count, scale);
        }
        lstmHidden(tape, next, b);
      }
    }
  }

  /** c' = f c + i g from finished gates, for the next state and where tanh c' will be. */
  private static void lstmCell(Matrix tape, Matrix previous, Matrix next, int b) {
    int size = next.columns / 2;
    float[] w = tape.data;
    int t = tape.index(b);
    int c = previous.index(b) + size;
    int n = next.index(b) + size;
    for (int i = 0; i < size; i += LANES) {
      int j = Math.min(i, size - LANES);
      FloatVector ig = fromArray(SPECIES, w, t + j).mul(fromArray(SPECIES, w, t + 2 * size + j));
      FloatVector cell =
          fromArray(SPECIES, w, t + size + j).fma(fromArray(SPECIES, previous.data, c + j), ig);
      cell.intoArray(next.data, n + j);
      cell.intoArray(w, t + TANH_C * size + j);
    }
  }

  /** h' = o tanh c'. */
  private static void lstmHidden(Matrix tape, Matrix next, int b) {
    int size = next.columns / 2;
    int t = tape.index(b) + 3 * size;
    int n = next.index(b);
    for (int i = 0; i < size; i += LANES) {
      int j = Math.min(i, size - LANES);
      fromArray(SPECIES, tape.data, t + j)
          .mul(fromArray(SPECIES, tape.data, t + size + j))
          .intoArray(next.data, n + j);
    }
  }

  @Override
  public void lstmBackward(Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious) {
    int whole = SPECIES.loopBound(dNext.columns / 2);
    for (int b = 0; b < tape.rows; b++) {
      lstmOutput(tape, dNext, dPrevious, b, whole);
      lstmGates(tape, previous, dPrevious, b, whole);
      PlainGateKernels.lstmBackward(tape, previous, dNext, dPrevious, b, whole);
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
        PlainGateKernels.gruForward(tape, previous, next, b, 0);
      } else {
        int t = tape.index(b);
        Kernels.add(tape.data, t + 3 * size, tape.data, t, 2 * size);
        for (int gate = 0; gate <= 2; gate += 2) {
          if (gate == 2) {
            gruCandidate(tape, b);
          }
          activate(tape.data, t + gate * size, gate == 0 ? 2 * size : size, gate == 0 ? 0.5f : 1f);
        }
        gruHidden(tape, previous, next, b);
      }
    }
  }

  /** What n is the tanh of, from a finished r. */
  private static void gruCandidate(Matrix tape, int b) {
    int size = tape.columns / 6;
    float[] w = tape.data;
    int t = tape.index(b);
    int end = size - LANES;
    FloatVector last = fromArray(SPECIES, w, t + 2 * size + end);
    for (int i = 0; i < size; i += LANES) {
      int j = Math.min(i, end);
      FloatVector x = i <= end ? fromArray(SPECIES, w, t + 2 * size + j) : last;
      fromArray(SPECIES, w, t + j)
          .fma(fromArray(SPECIES, w, t + 5 * size + j), x)
          .intoArray(w, t + 2 * size + j);
    }
  }

  /** h' = z h + (1 - z) n. */
  private static void gruHidden(Matrix tape, Matrix previous, Matrix next, int b) {
    int size = next.columns;
    int t = tape.index(b) + size;
    int p = previous.index(b);
    int to = next.index(b);
    for (int i = 0; i < size; i += LANES) {
      int j = Math.min(i, size - LANES);
      FloatVector n = fromArray(SPECIES, tape.data, t + size + j);
      fromArray(SPECIES, tape.data, t + j)
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
      PlainGateKernels.gruBackward(tape, previous, dNext, dPrevious, b, whole);
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
