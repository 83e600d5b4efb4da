package dev.recurrent.math;

import static dev.recurrent.math.Activations.sigmoid;
import static dev.recurrent.math.Activations.tanh;

/** The gate passes as their equations read: the oracle, and the tail of each vector loop. */
final class PlainGateKernels implements GateKernels {
  @Override
  public String name() {
    return "plain Java";
  }

  @Override
  public void rnnForward(Matrix gates, Matrix next) {
    for (int b = 0; b < gates.rows; b++) {
      rnnForward(gates, next, b, 0);
    }
  }

  static void rnnForward(Matrix gates, Matrix next, int b, int from) {
    for (int j = from; j < next.columns; j++) {
      float h = tanh(gates.data[gates.index(b) + j]);
      gates.data[gates.index(b) + j] = h;
      next.data[next.index(b) + j] = h;
    }
  }

  @Override
  public void rnnBackward(Matrix gates, Matrix dNext) {
    for (int b = 0; b < gates.rows; b++) {
      rnnBackward(gates, dNext, b, 0);
    }
  }

  static void rnnBackward(Matrix gates, Matrix dNext, int b, int from) {
    for (int j = from; j < dNext.columns; j++) {
      float h = gates.data[gates.index(b) + j];
      gates.data[gates.index(b) + j] = dNext.data[dNext.index(b) + j] * (1 - h * h);
    }
  }

  @Override
  public void lstmForward(Matrix tape, Matrix previous, Matrix next) {
    for (int b = 0; b < tape.rows; b++) {
      lstmForward(tape, previous, next, b, 0);
    }
  }

  static void lstmForward(Matrix tape, Matrix previous, Matrix next, int b, int from) {
    int size = next.columns / 2;
    float[] w = tape.data;
    for (int j = from; j < size; j++) {
      int at = tape.index(b) + j;
      float i = sigmoid(w[at]);
      float f = sigmoid(w[at + size]);
      float g = tanh(w[at + 2 * size]);
      float o = sigmoid(w[at + 3 * size]);
      float c = Math.fma(f, previous.data[previous.index(b) + size + j], i * g);
      float tanhC = tanh(c);
      w[at] = i;
      w[at + size] = f;
      w[at + 2 * size] = g;
      w[at + 3 * size] = o;
      w[at + 4 * size] = tanhC;
      next.data[next.index(b) + size + j] = c;
      next.data[next.index(b) + j] = o * tanhC;
    }
  }

  @Override
  public void lstmBackward(Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious) {
    for (int b = 0; b < tape.rows; b++) {
      lstmBackward(tape, previous, dNext, dPrevious, b, 0);
    }
  }

  static void lstmBackward(
      Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious, int b, int from) {
    int size = dNext.columns / 2;
    float[] w = tape.data;
    for (int j = from; j < size; j++) {
      int at = tape.index(b) + j;
      float i = w[at];
      float f = w[at + size];
      float g = w[at + 2 * size];
      float o = w[at + 3 * size];
      float tanhC = w[at + 4 * size];
      float dh = dNext.data[dNext.index(b) + j];
      float dc = Math.fma(dh * o, 1 - tanhC * tanhC, dNext.data[dNext.index(b) + size + j]);
      w[at] = dc * g * i * (1 - i);
      w[at + size] = dc * previous.data[previous.index(b) + size + j] * f * (1 - f);
      w[at + 2 * size] = dc * i * (1 - g * g);
      w[at + 3 * size] = dh * tanhC * o * (1 - o);
      dPrevious.data[dPrevious.index(b) + size + j] = dc * f;
    }
  }

  @Override
  public void gruForward(Matrix tape, Matrix previous, Matrix next) {
    for (int b = 0; b < tape.rows; b++) {
      gruForward(tape, previous, next, b, 0);
    }
  }

  static void gruForward(Matrix tape, Matrix previous, Matrix next, int b, int from) {
    int size = next.columns;
    float[] w = tape.data;
    for (int j = from; j < size; j++) {
      int at = tape.index(b) + j;
      float r = sigmoid(w[at] + w[at + 3 * size]);
      float z = sigmoid(w[at + size] + w[at + 4 * size]);
      float n = tanh(Math.fma(r, w[at + 5 * size], w[at + 2 * size]));
      w[at] = r;
      w[at + size] = z;
      w[at + 2 * size] = n;
      next.data[next.index(b) + j] = Math.fma(z, previous.data[previous.index(b) + j] - n, n);
    }
  }

  @Override
  public void gruBackward(Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious) {
    for (int b = 0; b < tape.rows; b++) {
      gruBackward(tape, previous, dNext, dPrevious, b, 0);
    }
  }

  static void gruBackward(
      Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious, int b, int from) {
    int size = dNext.columns;
    float[] w = tape.data;
    for (int j = from; j < size; j++) {
      int at = tape.index(b) + j;
      float r = w[at];
      float z = w[at + size];
      float n = w[at + 2 * size];
      float hn = w[at + 5 * size];
      float dh = dNext.data[dNext.index(b) + j];
      float dn = dh * (1 - z) * (1 - n * n);
      float dr = dn * hn * r * (1 - r);
      float dz = dh * (previous.data[previous.index(b) + j] - n) * z * (1 - z);
      w[at] = dr;
      w[at + size] = dz;
      w[at + 2 * size] = dn;
      w[at + 3 * size] = dr;
      w[at + 4 * size] = dz;
      w[at + 5 * size] = dn * r;
      dPrevious.data[dPrevious.index(b) + j] += dh * z;
    }
  }
}
