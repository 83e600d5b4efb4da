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

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The gate passes on the Vector API; columns that fill no vector go to {@link PlainGateMaps}. */
final class VectorGateMaps implements GateMaps {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public String name() {
    return "Vector API (" + LANES + " lanes)";
  }

  private static FloatVector load(float[] data, int at) {
    return FloatVector.fromArray(SPECIES, data, at);
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  private static FloatVector tanh(FloatVector x) {
    FloatVector v = x.min(BOUND).max(-BOUND);
    FloatVector u = v.mul(v);
    FloatVector p = u.fma(all(P3), all(P2)).fma(u, all(P1)).fma(u, all(P0));
    FloatVector q = u.fma(all(Q4), all(Q3)).fma(u, all(Q2)).fma(u, all(Q1)).fma(u, all(1f));
    return v.mul(p).div(q);
  }

  private static FloatVector sigmoid(FloatVector x) {
    return tanh(x.mul(0.5f)).fma(all(0.5f), all(0.5f));
  }

  /** y (1 - y), the slope of a sigmoid at its value y. */
  private static FloatVector sigmoidSlope(FloatVector y) {
    return all(1f).sub(y).mul(y);
  }

  /** 1 - y², the slope of tanh at its value y. */
  private static FloatVector tanhSlope(FloatVector y) {
    return all(1f).sub(y.mul(y));
  }

  @Override
  public void rnnForward(Matrix gates, Matrix next) {
    int whole = SPECIES.loopBound(next.columns);
    for (int b = 0; b < gates.rows; b++) {
      int a = gates.index(b);
      int n = next.index(b);
      for (int j = 0; j < whole; j += LANES) {
        FloatVector h = tanh(load(gates.data, a + j));
        h.intoArray(gates.data, a + j);
        h.intoArray(next.data, n + j);
      }
      PlainGateMaps.rnnForward(gates, next, b, whole);
    }
  }

  @Override
  public void rnnBackward(Matrix gates, Matrix dNext) {
    int whole = SPECIES.loopBound(dNext.columns);
    for (int b = 0; b < gates.rows; b++) {
      int a = gates.index(b);
      int n = dNext.index(b);
      for (int j = 0; j < whole; j += LANES) {
        tanhSlope(load(gates.data, a + j))
            .mul(load(dNext.data, n + j))
            .intoArray(gates.data, a + j);
      }
      PlainGateMaps.rnnBackward(gates, dNext, b, whole);
    }
  }

  @Override
  public void lstmForward(Matrix tape, Matrix previous, Matrix next) {
    int size = next.columns / 2;
    int whole = SPECIES.loopBound(size);
    for (int b = 0; b < tape.rows; b++) {
      int t = tape.index(b);
      int p = previous.index(b) + size;
      int n = next.index(b);
      for (int j = 0; j < whole; j += LANES) {
        lstmForward(tape.data, t + j, size, load(previous.data, p + j), next.data, n + j);
      }
      PlainGateMaps.lstmForward(tape, previous, next, b, whole);
    }
  }

  private static void lstmForward(
      float[] w, int at, int size, FloatVector c, float[] next, int to) {
    FloatVector i = sigmoid(load(w, at));
    FloatVector f = sigmoid(load(w, at + size));
    FloatVector g = tanh(load(w, at + 2 * size));
    FloatVector o = sigmoid(load(w, at + 3 * size));
    FloatVector cell = f.fma(c, i.mul(g));
    FloatVector tanhC = tanh(cell);
    i.intoArray(w, at);
    f.intoArray(w, at + size);
    g.intoArray(w, at + 2 * size);
    o.intoArray(w, at + 3 * size);
    tanhC.intoArray(w, at + 4 * size);
    cell.intoArray(next, to + size);
    o.mul(tanhC).intoArray(next, to);
  }

  @Override
  public void lstmBackward(Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious) {
    int size = dNext.columns / 2;
    int whole = SPECIES.loopBound(size);
    for (int b = 0; b < tape.rows; b++) {
      int t = tape.index(b);
      int p = previous.index(b) + size;
      int d = dNext.index(b);
      int to = dPrevious.index(b) + size;
      for (int j = 0; j < whole; j += LANES) {
        FloatVector dh = load(dNext.data, d + j);
        FloatVector o = load(tape.data, t + 3 * size + j);
        FloatVector tanhC = load(tape.data, t + 4 * size + j);
        FloatVector dc = dh.mul(o).fma(tanhSlope(tanhC), load(dNext.data, d + size + j));
        sigmoidSlope(o).mul(tanhC).mul(dh).intoArray(tape.data, t + 3 * size + j);
        lstmGates(tape.data, t + j, size, dc, load(previous.data, p + j))
            .intoArray(dPrevious.data, to + j);
      }
      PlainGateMaps.lstmBackward(tape, previous, dNext, dPrevious, b, whole);
    }
  }

  /** Gradients of i, f and g; returns that of the previous cell state. */
  private static FloatVector lstmGates(
      float[] w, int at, int size, FloatVector dc, FloatVector previous) {
    FloatVector i = load(w, at);
    FloatVector f = load(w, at + size);
    FloatVector g = load(w, at + 2 * size);
    sigmoidSlope(i).mul(g).mul(dc).intoArray(w, at);
    sigmoidSlope(f).mul(previous).mul(dc).intoArray(w, at + size);
    tanhSlope(g).mul(i).mul(dc).intoArray(w, at + 2 * size);
    return dc.mul(f);
  }

  @Override
  public void gruForward(Matrix tape, Matrix recurrent, Matrix previous, Matrix next) {
    int size = next.columns;
    int whole = SPECIES.loopBound(size);
    for (int b = 0; b < tape.rows; b++) {
      int t = tape.index(b);
      int r = recurrent.index(b);
      int p = previous.index(b);
      int to = next.index(b);
      for (int j = 0; j < whole; j += LANES) {
        FloatVector h = load(previous.data, p + j);
        gruForward(tape.data, t + j, recurrent.data, r + j, size, h).intoArray(next.data, to + j);
      }
      PlainGateMaps.gruForward(tape, recurrent, previous, next, b, whole);
    }
  }

  private static FloatVector gruForward(
      float[] w, int at, float[] rec, int from, int size, FloatVector h) {
    FloatVector r = sigmoid(load(w, at).add(load(rec, from)));
    FloatVector z = sigmoid(load(w, at + size).add(load(rec, from + size)));
    FloatVector hn = load(rec, from + 2 * size);
    FloatVector n = tanh(r.fma(hn, load(w, at + 2 * size)));
    r.intoArray(w, at);
    z.intoArray(w, at + size);
    n.intoArray(w, at + 2 * size);
    hn.intoArray(w, at + 3 * size);
    return z.fma(h.sub(n), n);
  }

  @Override
  public void gruBackward(Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious) {
    int size = dNext.columns;
    int whole = SPECIES.loopBound(size);
    for (int b = 0; b < tape.rows; b++) {
      int t = tape.index(b);
      int p = previous.index(b);
      int d = dNext.index(b);
      int to = dPrevious.index(b);
      for (int j = 0; j < whole; j += LANES) {
        FloatVector dh = load(dNext.data, d + j);
        FloatVector through = gruBackward(tape.data, t + j, size, dh, load(previous.data, p + j));
        load(dPrevious.data, to + j).add(through).intoArray(dPrevious.data, to + j);
      }
      PlainGateMaps.gruBackward(tape, previous, dNext, dPrevious, b, whole);
    }
  }

  /** Writes the gates' gradients; returns what reaches the previous state past them, dh z. */
  private static FloatVector gruBackward(
      float[] w, int at, int size, FloatVector dh, FloatVector previous) {
    FloatVector r = load(w, at);
    FloatVector z = load(w, at + size);
    FloatVector n = load(w, at + 2 * size);
    FloatVector hn = load(w, at + 3 * size);
    FloatVector dn = all(1f).sub(z).mul(dh).mul(tanhSlope(n));
    sigmoidSlope(r).mul(hn).mul(dn).intoArray(w, at);
    sigmoidSlope(z).mul(previous.sub(n)).mul(dh).intoArray(w, at + size);
    dn.intoArray(w, at + 2 * size);
    dn.mul(r).intoArray(w, at + 3 * size);
    return dh.mul(z);
  }
}
