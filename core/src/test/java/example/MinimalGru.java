package example;

import dev.recurrent.math.Activations;
import dev.recurrent.math.Matrix;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.CellState;
import dev.recurrent.nn.cell.CellStep;
import dev.recurrent.nn.cell.RecurrentWeights;

/**
 * A GRU without its reset gate.
 *
 * <pre>
 *   z = σ(x Wxzᵀ + h Whzᵀ + bz)    n = tanh(x Wxnᵀ + h Whnᵀ + bn)
 *   h' = (1 - z) ⊙ n + z ⊙ h
 * </pre>
 */
public record MinimalGru(int inputSize, int hiddenSize) implements Cell {
  private static final int Z = 0;
  private static final int N = 1;

  @Override
  public int gateSize() {
    return 2 * hiddenSize;
  }

  @Override
  public void forward(RecurrentWeights weights, CellStep step) {
    weights.addProduct(step);
    Matrix h = step.previous.h();
    Matrix z = step.block(Z);
    Matrix n = step.block(N);
    for (int b = 0; b < h.rows; b++) {
      for (int j = 0; j < hiddenSize; j++) {
        float update = Activations.sigmoid(z.get(b, j));
        float candidate = Activations.tanh(n.get(b, j));
        z.set(b, j, update);
        n.set(b, j, candidate);
        step.next.h().set(b, j, (1 - update) * candidate + update * h.get(b, j));
      }
    }
  }

  @Override
  public void backward(
      RecurrentWeights weights, CellStep step, CellState dNext, CellState dPrevious) {
    Matrix h = step.previous.h();
    Matrix z = step.block(Z);
    Matrix n = step.block(N);
    for (int b = 0; b < h.rows; b++) {
      for (int j = 0; j < hiddenSize; j++) {
        float d = dNext.h().get(b, j);
        float update = z.get(b, j);
        float candidate = n.get(b, j);
        z.set(b, j, d * (h.get(b, j) - candidate) * update * (1 - update));
        n.set(b, j, d * (1 - update) * (1 - candidate * candidate));
        dPrevious.h().set(b, j, dPrevious.h().get(b, j) + d * update);
      }
    }
    weights.addStateGradient(step, dPrevious);
  }
}
