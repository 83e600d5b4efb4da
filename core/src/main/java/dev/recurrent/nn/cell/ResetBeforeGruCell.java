package dev.recurrent.nn.cell;

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
  private static final int R = 0;
  private static final int Z = 1;
  private static final int N = 2;
  private static final int RESET = 3;

  @Override
  public int gateSize() {
    return 3 * hiddenSize;
  }

  @Override
  public int tapeSize() {
    return 4 * hiddenSize;
  }

  @Override
  public String label() {
    return CellType.GRU_RESET_BEFORE.name();
  }

  @Override
  public void forward(RecurrentWeights weights, CellStep step) {
    Matrix h = step.previous.h();
    Matrix r = step.block(R);
    Matrix z = step.block(Z);
    Matrix n = step.block(N);
    Matrix reset = step.block(RESET);
    Kernels.multiplyTransposedRight(h, weights.gateWeight(R), r, 1f);
    Kernels.multiplyTransposedRight(h, weights.gateWeight(Z), z, 1f);
    for (int b = 0; b < h.rows; b++) {
      for (int j = 0; j < hiddenSize; j++) {
        r.set(b, j, Activations.sigmoid(r.get(b, j)));
        z.set(b, j, Activations.sigmoid(z.get(b, j)));
        reset.set(b, j, r.get(b, j) * h.get(b, j));
      }
    }
    Kernels.multiplyTransposedRight(reset, weights.gateWeight(N), n, 1f);
    for (int b = 0; b < h.rows; b++) {
      for (int j = 0; j < hiddenSize; j++) {
        float candidate = Activations.tanh(n.get(b, j));
        n.set(b, j, candidate);
        step.next.h().set(b, j, Math.fma(z.get(b, j), h.get(b, j) - candidate, candidate));
      }
    }
  }

  @Override
  public void backward(
      RecurrentWeights weights, CellStep step, CellState dNext, CellState dPrevious) {
    Matrix h = step.previous.h();
    Matrix r = step.block(R);
    Matrix z = step.block(Z);
    Matrix n = step.block(N);
    Matrix dH = dPrevious.h();
    for (int b = 0; b < h.rows; b++) {
      for (int j = 0; j < hiddenSize; j++) {
        float dh = dNext.h().get(b, j);
        float update = z.get(b, j);
        float candidate = n.get(b, j);
        n.set(b, j, dh * (1 - update) * (1 - candidate * candidate));
        z.set(b, j, dh * (h.get(b, j) - candidate) * update * (1 - update));
        dH.set(b, j, dH.get(b, j) + dh * update);
      }
    }
    Matrix dReset = weights.scratch(h.rows);
    Kernels.multiply(n, weights.gateWeight(N), dReset, 0f);
    for (int b = 0; b < h.rows; b++) {
      for (int j = 0; j < hiddenSize; j++) {
        float reset = r.get(b, j);
        float d = dReset.get(b, j);
        dH.set(b, j, dH.get(b, j) + d * reset);
        r.set(b, j, d * h.get(b, j) * reset * (1 - reset));
      }
    }
    Kernels.multiply(r, weights.gateWeight(R), dH, 1f);
    Kernels.multiply(z, weights.gateWeight(Z), dH, 1f);
  }

  @Override
  public void addRecurrentGradient(RecurrentWeights weights, CellStep steps) {
    Matrix h = steps.previous.h();
    Kernels.multiplyTransposedLeft(steps.block(R), h, weights.gateWeightGradient(R), 1f);
    Kernels.multiplyTransposedLeft(steps.block(Z), h, weights.gateWeightGradient(Z), 1f);
    Kernels.multiplyTransposedLeft(
        steps.block(N), steps.block(RESET), weights.gateWeightGradient(N), 1f);
  }
}
