package dev.recurrent.nn;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import java.util.Objects;

/**
 * Gated recurrent unit that resets after the product, as cuDNN, PyTorch and Keras compute it.
 *
 * <pre>
 *   r = σ(x Wxrᵀ + bxr + h Whrᵀ + bhr)    z = σ(...z)
 *   n = tanh(x Wxnᵀ + bxn + r ⊙ (h Whnᵀ + bhn))
 *   h' = (1 - z) ⊙ n + z ⊙ h
 * </pre>
 *
 * State row [h]; tape row [r | z | n | h Whnᵀ + bhn]. Cho et al. (2014), arXiv:1406.1078v1; the
 * other order is {@link ResetBeforeGruCell}.
 */
public record GruCell(int inputSize, int hiddenSize) implements Cell {
  @Override
  public int gateSize() {
    return 3 * hiddenSize;
  }

  @Override
  public int tapeSize() {
    return 4 * hiddenSize;
  }

  @Override
  public boolean hasRecurrentBias() {
    return true;
  }

  @Override
  public CellType type() {
    return CellType.GRU;
  }

  @Override
  public void forward(StepWeights weights, Matrix tape, Matrix previous, Matrix next) {
    Matrix recurrent = weights.scratch(previous.rows);
    Kernels.setRows(recurrent, Objects.requireNonNull(weights.bias));
    weights.addForward(previous, recurrent);
    Kernels.gruForward(tape, recurrent, previous, next);
  }

  @Override
  public void backward(
      StepWeights weights, Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious) {
    Kernels.gruBackward(tape, previous, dNext, dPrevious);
    // The state saw r ⊙ its share of n, so its product takes the tape's fourth block, not the
    // third.
    Matrix dRecurrent = weights.scratch(previous.rows);
    dRecurrent.columns(0, 2 * hiddenSize).copyFrom(tape.columns(0, 2 * hiddenSize));
    dRecurrent
        .columns(2 * hiddenSize, hiddenSize)
        .copyFrom(tape.columns(3 * hiddenSize, hiddenSize));
    weights.addBackward(dRecurrent, dPrevious);
  }

  @Override
  public void addRecurrentGradient(StepWeights weights, Matrix tape, Matrix previous) {
    int resetAndUpdate = 2 * hiddenSize;
    Matrix dBias = Objects.requireNonNull(weights.biasGradient);
    Matrix dGates = tape.columns(0, resetAndUpdate);
    Matrix dCandidate = tape.columns(3 * hiddenSize, hiddenSize);
    Kernels.multiplyTransposedLeft(dGates, previous, weights.gradient.rows(0, resetAndUpdate), 1f);
    Kernels.multiplyTransposedLeft(
        dCandidate, previous, weights.gradient.rows(resetAndUpdate, hiddenSize), 1f);
    Kernels.addColumnSums(dGates, dBias.columns(0, resetAndUpdate));
    Kernels.addColumnSums(dCandidate, dBias.columns(resetAndUpdate, hiddenSize));
  }
}
