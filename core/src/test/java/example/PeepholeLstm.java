package example;

import dev.recurrent.math.Activations;
import dev.recurrent.math.Matrix;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.CellState;
import dev.recurrent.nn.cell.CellStep;
import dev.recurrent.nn.cell.RecurrentWeights;
import java.util.SplittableRandom;

/**
 * An LSTM with a peephole from the old cell to the forget gate, the input gate being what the
 * forget gate leaves: a cell with a second state and with a parameter of its own. Gers and
 * Schmidhuber (2000); Greff et al. (2017) for the coupled gates.
 *
 * <pre>
 *   f = σ(x Wxfᵀ + h Whfᵀ + p ⊙ c + bf)    g = tanh(...g)    o = σ(...o)
 *   c' = f ⊙ c + (1 - f) ⊙ g               h' = o ⊙ tanh(c')
 * </pre>
 *
 * <p>State row [h | c]; tape row [f | g | o | tanh c' | c].
 */
public record PeepholeLstm(int inputSize, int hiddenSize) implements Cell {
  private static final String PEEPHOLE = "weight_peephole";
  private static final int F = 0;
  private static final int G = 1;
  private static final int O = 2;
  private static final int SQUASHED = 3;
  private static final int C = 4;

  @Override
  public int gateSize() {
    return 3 * hiddenSize;
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
  public ParameterLayout layout() {
    return Cell.super.layout().with(PEEPHOLE, 1, hiddenSize);
  }

  @Override
  public void initialize(Parameters parameters, SplittableRandom random) {
    Cell.super.initialize(parameters, random);
    parameters.value("bias_ih").columns(0, hiddenSize).fill(1f);
    parameters.value(PEEPHOLE).fill(0.1f);
  }

  @Override
  public void forward(RecurrentWeights weights, CellStep step) {
    weights.addProduct(step);
    Matrix peephole = weights.value(PEEPHOLE);
    Matrix previous = step.previous.all();
    Matrix next = step.next.all();
    for (int b = 0; b < previous.rows; b++) {
      for (int j = 0; j < hiddenSize; j++) {
        float c = previous.get(b, hiddenSize + j);
        float f = Activations.sigmoid(step.block(F).get(b, j) + peephole.get(0, j) * c);
        float g = Activations.tanh(step.block(G).get(b, j));
        float o = Activations.sigmoid(step.block(O).get(b, j));
        float cell = f * c + (1 - f) * g;
        float squashed = Activations.tanh(cell);
        step.block(F).set(b, j, f);
        step.block(G).set(b, j, g);
        step.block(O).set(b, j, o);
        step.block(SQUASHED).set(b, j, squashed);
        step.block(C).set(b, j, c);
        next.set(b, j, o * squashed);
        next.set(b, hiddenSize + j, cell);
      }
    }
  }

  @Override
  public void backward(
      RecurrentWeights weights, CellStep step, CellState dNext, CellState dPrevious) {
    Matrix peephole = weights.value(PEEPHOLE);
    for (int b = 0; b < dNext.all().rows; b++) {
      for (int j = 0; j < hiddenSize; j++) {
        float dh = dNext.all().get(b, j);
        float f = step.block(F).get(b, j);
        float g = step.block(G).get(b, j);
        float o = step.block(O).get(b, j);
        float squashed = step.block(SQUASHED).get(b, j);
        float dc = dNext.all().get(b, hiddenSize + j) + dh * o * (1 - squashed * squashed);
        float df = dc * (step.block(C).get(b, j) - g) * f * (1 - f);
        step.block(F).set(b, j, df);
        step.block(G).set(b, j, dc * (1 - f) * (1 - g * g));
        step.block(O).set(b, j, dh * squashed * o * (1 - o));
        dPrevious.all().set(b, hiddenSize + j, dc * f + df * peephole.get(0, j));
      }
    }
    weights.addStateGradient(step, dPrevious);
  }

  @Override
  public void addRecurrentGradient(RecurrentWeights weights, CellStep steps) {
    weights.addGradient(steps);
    Matrix gradient = weights.gradient(PEEPHOLE);
    for (int b = 0; b < steps.tape.rows; b++) {
      for (int j = 0; j < hiddenSize; j++) {
        float product = steps.block(F).get(b, j) * steps.block(C).get(b, j);
        gradient.set(0, j, gradient.get(0, j) + product);
      }
    }
  }
}
