package dev.recurrent.examples;

import dev.recurrent.math.Activations;
import dev.recurrent.math.Matrix;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.CellState;
import dev.recurrent.nn.cell.CellStep;
import dev.recurrent.nn.cell.RecurrentWeights;

/** A cell of one's own: a GRU without its reset gate, h' = (1 - z) n + z h. */
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
    for (int b = 0; b < h.rows; b++) {
      for (int j = 0; j < hiddenSize; j++) {
        float z = Activations.sigmoid(step.block(Z).get(b, j));
        float n = Activations.tanh(step.block(N).get(b, j));
        step.block(Z).set(b, j, z);
        step.block(N).set(b, j, n);
        step.next.h().set(b, j, (1 - z) * n + z * h.get(b, j));
      }
    }
  }

  @Override
  public void backward(
      RecurrentWeights weights, CellStep step, CellState dNext, CellState dPrevious) {
    Matrix h = step.previous.h();
    for (int b = 0; b < h.rows; b++) {
      for (int j = 0; j < hiddenSize; j++) {
        float d = dNext.h().get(b, j);
        float z = step.block(Z).get(b, j);
        float n = step.block(N).get(b, j);
        step.block(Z).set(b, j, d * (h.get(b, j) - n) * z * (1 - z));
        step.block(N).set(b, j, d * (1 - z) * (1 - n * n));
        dPrevious.h().set(b, j, dPrevious.h().get(b, j) + d * z);
      }
    }
    weights.addStateGradient(step, dPrevious);
  }
}
