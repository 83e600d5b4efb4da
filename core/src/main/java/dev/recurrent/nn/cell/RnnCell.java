package dev.recurrent.nn.cell;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;

/**
 * The vanilla recurrent cell.
 *
 * <pre>
 *   h' = tanh(x Wxᵀ + h Whᵀ + b)      or relu in place of tanh
 * </pre>
 *
 * State row [h]; tape row [h']. Elman (1990).
 */
public record RnnCell(int inputSize, int hiddenSize, Activation activation) implements Cell {
  /** What is applied to the sum. */
  public enum Activation {
    TANH,
    RELU
  }

  @Override
  public int gateSize() {
    return hiddenSize;
  }

  @Override
  public String label() {
    return (activation == Activation.TANH ? CellType.RNN : CellType.RNN_RELU).name();
  }

  @Override
  public void forward(RecurrentWeights weights, CellStep step) {
    weights.addProduct(step);
    if (activation == Activation.TANH) {
      Kernels.rnnForward(step.gates, step.next.all());
    } else {
      relu(step.gates, step.next.all());
    }
  }

  @Override
  public void backward(
      RecurrentWeights weights, CellStep step, CellState dNext, CellState dPrevious) {
    if (activation == Activation.TANH) {
      Kernels.rnnBackward(step.gates, dNext.all());
    } else {
      reluBackward(step.gates, dNext.all());
    }
    weights.addStateGradient(step, dPrevious);
  }

  private static void relu(Matrix tape, Matrix next) {
    for (int b = 0; b < tape.rows; b++) {
      for (int j = 0; j < tape.columns; j++) {
        float h = Math.max(0f, tape.data[tape.index(b) + j]);
        tape.data[tape.index(b) + j] = h;
        next.data[next.index(b) + j] = h;
      }
    }
  }

  private static void reluBackward(Matrix tape, Matrix dNext) {
    for (int b = 0; b < tape.rows; b++) {
      for (int j = 0; j < tape.columns; j++) {
        int at = tape.index(b) + j;
        tape.data[at] = tape.data[at] > 0 ? dNext.data[dNext.index(b) + j] : 0f;
      }
    }
  }
}
