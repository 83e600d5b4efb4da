package dev.recurrent.nn;

import dev.recurrent.math.Activations;
import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;

/**
 * The older gated recurrent unit, which resets before the product (Keras {@code
 * reset_after=False}).
 *
 * <pre>
 *   r = σ(x Wxrᵀ + h Whrᵀ + br)    z = σ(...z)
 *   n = tanh(x Wxnᵀ + (r ⊙ h) Whnᵀ + bn)
 *   h' = (1 - z) ⊙ n + z ⊙ h
 * </pre>
 *
 * State row [h]; tape row [r | z | n | r ⊙ h]. Cho et al. (2014), arXiv:1406.1078v3. Two dependent
 * products a step make it slower than {@link GruCell}; it is here for models that were trained so.
 */
public record ResetBeforeGruCell(int inputSize, int hiddenSize) implements Cell {
  @Override
  public int gateSize() {
    return 3 * hiddenSize;
  }

  @Override
  public int tapeSize() {
    return 4 * hiddenSize;
  }

  @Override
  public CellType type() {
    return CellType.GRU_RESET_BEFORE;
  }

  @Override
  public void forward(StepWeights weights, Matrix tape, Matrix previous, Matrix next) {
    int h2 = 2 * hiddenSize;
    Matrix gates = tape.columns(0, h2);
    Kernels.multiplyTransposedRight(previous, weights.value.rows(0, h2), gates, 1f);
    for (int b = 0; b < tape.rows; b++) {
      int at = tape.index(b);
      for (int j = 0; j < h2; j++) {
        tape.data[at + j] = Activations.sigmoid(tape.data[at + j]);
      }
      for (int j = 0; j < hiddenSize; j++) {
        tape.data[at + 3 * hiddenSize + j] = tape.data[at + j] * previous.get(b, j);
      }
    }
    Matrix reset = tape.columns(3 * hiddenSize, hiddenSize);
    Matrix candidate = tape.columns(h2, hiddenSize);
    Kernels.multiplyTransposedRight(reset, weights.value.rows(h2, hiddenSize), candidate, 1f);
    for (int b = 0; b < tape.rows; b++) {
      for (int j = 0; j < hiddenSize; j++) {
        float n = Activations.tanh(candidate.get(b, j));
        candidate.set(b, j, n);
        float z = gates.get(b, hiddenSize + j);
        next.set(b, j, Math.fma(z, previous.get(b, j) - n, n));
      }
    }
  }

  @Override
  public void backward(
      StepWeights weights, Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious) {
    int h2 = 2 * hiddenSize;
    Matrix r = tape.columns(0, hiddenSize);
    Matrix z = tape.columns(hiddenSize, hiddenSize);
    Matrix n = tape.columns(h2, hiddenSize);
    for (int b = 0; b < tape.rows; b++) {
      for (int j = 0; j < hiddenSize; j++) {
        float dh = dNext.get(b, j);
        float update = z.get(b, j);
        float candidate = n.get(b, j);
        n.set(b, j, dh * (1 - update) * (1 - candidate * candidate));
        z.set(b, j, dh * (previous.get(b, j) - candidate) * update * (1 - update));
        dPrevious.set(b, j, dPrevious.get(b, j) + dh * update);
      }
    }
    Matrix dReset = weights.scratch(tape.rows).columns(0, hiddenSize);
    Kernels.multiply(n, weights.value.rows(h2, hiddenSize), dReset, 0f);
    for (int b = 0; b < tape.rows; b++) {
      for (int j = 0; j < hiddenSize; j++) {
        float reset = r.get(b, j);
        float d = dReset.get(b, j);
        dPrevious.set(b, j, dPrevious.get(b, j) + d * reset);
        r.set(b, j, d * previous.get(b, j) * reset * (1 - reset));
      }
    }
    Kernels.multiply(tape.columns(0, h2), weights.value.rows(0, h2), dPrevious, 1f);
  }

  @Override
  public void addRecurrentGradient(StepWeights weights, Matrix tape, Matrix previous) {
    int h2 = 2 * hiddenSize;
    Kernels.multiplyTransposedLeft(tape.columns(0, h2), previous, weights.gradient.rows(0, h2), 1f);
    Kernels.multiplyTransposedLeft(
        tape.columns(h2, hiddenSize),
        tape.columns(3 * hiddenSize, hiddenSize),
        weights.gradient.rows(h2, hiddenSize),
        1f);
  }
}
