package dev.recurrent.nn.cell;

import dev.recurrent.math.Kernels;

/**
 * Gated recurrent unit that resets after the product, as cuDNN, PyTorch and Keras compute it.
 *
 * <pre>
 *   r = σ(x Wxrᵀ + bxr + h Whrᵀ + bhr)    z = σ(...z)
 *   n = tanh(x Wxnᵀ + bxn + r ⊙ (h Whnᵀ + bhn))
 *   h' = (1 - z) ⊙ n + z ⊙ h
 * </pre>
 *
 * State row [h]; tape row [r | z | n | the state's share of each], since r meets only the state's
 * share of n. Cho et al. (2014), arXiv:1406.1078v1; the other order is {@link ResetBeforeGruCell}.
 */
public record GruCell(int inputSize, int hiddenSize) implements Cell {
  @Override
  public int gateSize() {
    return 3 * hiddenSize;
  }

  @Override
  public int tapeSize() {
    return 2 * gateSize();
  }

  @Override
  public boolean hasRecurrentBias() {
    return true;
  }

  @Override
  public String label() {
    return CellType.GRU.name();
  }

  @Override
  public void forward(RecurrentWeights weights, CellStep step) {
    weights.setToBias(step);
    weights.addProduct(step);
    Kernels.gruForward(step.tape, step.previous.all(), step.next.all());
  }

  @Override
  public void backward(
      RecurrentWeights weights, CellStep step, CellState dNext, CellState dPrevious) {
    Kernels.gruBackward(step.tape, step.previous.all(), dNext.all(), dPrevious.all());
    weights.addStateGradient(step, dPrevious);
  }
}
