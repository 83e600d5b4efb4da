package dev.recurrent.nn.cell;

import dev.recurrent.math.Kernels;
import dev.recurrent.nn.Parameters;
import java.util.SplittableRandom;

/**
 * Long short-term memory, without peepholes.
 *
 * <pre>
 *   i = σ(x Wxiᵀ + h Whiᵀ + bi)    f = σ(...f)    g = tanh(...g)    o = σ(...o)
 *   c' = f ⊙ c + i ⊙ g             h' = o ⊙ tanh(c')
 * </pre>
 *
 * State row [h | c]; tape row [i | f | g | o | tanh c']. Hochreiter and Schmidhuber (1997); forget
 * gate after Gers et al. (2000), its bias starts at 1 (Jozefowicz et al. 2015).
 */
public record LstmCell(int inputSize, int hiddenSize) implements Cell {
  @Override
  public int gateSize() {
    return 4 * hiddenSize;
  }

  @Override
  public int stateSize() {
    return 2 * hiddenSize;
  }

  @Override
  public int tapeSize() {
    return 5 * hiddenSize;
  }

  @Override
  public String label() {
    return CellType.LSTM.name();
  }

  @Override
  public void initialize(Parameters parameters, SplittableRandom random) {
    Cell.super.initialize(parameters, random);
    parameters.value("bias_ih").columns(hiddenSize, hiddenSize).fill(1f);
  }

  @Override
  public void forward(RecurrentWeights weights, CellStep step) {
    weights.addProduct(step);
    Kernels.lstmForward(step.tape, step.previous.all(), step.next.all());
  }

  @Override
  public void backward(
      RecurrentWeights weights, CellStep step, CellState dNext, CellState dPrevious) {
    Kernels.lstmBackward(step.tape, step.previous.all(), dNext.all(), dPrevious.all());
    weights.addStateGradient(step, dPrevious);
  }
}
