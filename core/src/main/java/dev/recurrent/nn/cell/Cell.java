package dev.recurrent.nn.cell;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Initializer;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * One time step of a recurrent network, forward and backward, without weights or memory of its own.
 * Anyone may implement it: a cell says how wide its gates, its state and its tape are, and gives
 * the equations of a step; layers, stacks and models do the rest.
 *
 * <p>A layer works on B sequences at once. It computes the input's share of the gates, {@code x Wxᵀ
 * + b}, for several steps at once; the cell adds the state's share ({@link
 * RecurrentWeights#addProduct}) and applies its equations.
 *
 * <p>The tape is what a step keeps for its backward pass. Its first {@code gateSize} columns are
 * the gates: pre-activations when {@link #forward} begins, whatever the cell leaves there when it
 * ends, and gradients of the pre-activations when {@link #backward} ends. With a recurrent bias the
 * tape's last {@code gateSize} columns are the state's share of the gates, kept apart.
 *
 * <p>Sequences of a batch differ in length. A layer zeroes the tape rows of those that have ended,
 * so gradients of parameters are right if {@link #addRecurrentGradient} computes them from the
 * tape.
 *
 * <p>A cell is immutable and is used by several threads. Implement it as a record with a
 * constructor {@code (int inputSize, int hiddenSize)}: {@link CellFactory#of} then finds it by its
 * class name. {@code docs/extending.md} walks through one.
 */
public interface Cell extends Serializable {
  /** D, columns of what a step reads. */
  int inputSize();

  /** H, columns of what a step gives to the next layer. */
  int hiddenSize();

  /** Columns of the pre-activations: H times the number of gates. */
  int gateSize();

  /** S, columns of a state row, at least H; the first H are h. */
  default int stateSize() {
    return hiddenSize();
  }

  /**
   * Columns of a tape row, a multiple of H: at least {@link #gateSize}, or twice that with a
   * recurrent bias.
   */
  default int tapeSize() {
    return gateSize();
  }

  /** Whether the state's share of the gates has a bias of its own, {@code bias_hh}. */
  default boolean hasRecurrentBias() {
    return false;
  }

  /**
   * Names and shapes of the cell's parameters, PyTorch's: {@code weight_ih} (gateSize,D), {@code
   * weight_hh} (gateSize,H), {@code bias_ih} (1,gateSize) and, with a recurrent bias, {@code
   * bias_hh} (1,gateSize). A cell may append parameters of its own; {@link RecurrentWeights#value}
   * gives them.
   */
  default ParameterLayout layout() {
    ParameterLayout layout =
        ParameterLayout.empty()
            .with("weight_ih", gateSize(), inputSize())
            .with("weight_hh", gateSize(), hiddenSize())
            .with("bias_ih", 1, gateSize());
    return hasRecurrentBias() ? layout.with("bias_hh", 1, gateSize()) : layout;
  }

  /**
   * Writes starting values: gate by gate, Glorot's for the input's weights and an orthogonal matrix
   * for the state's; zeros for biases. A cell with parameters of its own sets those too.
   *
   * @param parameters under the names of {@link #layout}
   */
  default void initialize(Parameters parameters, SplittableRandom random) {
    Matrix input = parameters.value("weight_ih");
    Matrix state = parameters.value("weight_hh");
    for (int gate = 0; gate < gateSize(); gate += hiddenSize()) {
      Initializer.glorot(input.rows(gate, hiddenSize()), random);
      Initializer.orthogonal(state.rows(gate, hiddenSize()), random);
    }
    parameters.value("bias_ih").fill(0f);
    if (hasRecurrentBias()) {
      parameters.value("bias_hh").fill(0f);
    }
  }

  /**
   * One step forward. Reads {@code step.previous} and the gates' pre-activations; writes {@code
   * step.next} and the tape.
   */
  void forward(RecurrentWeights weights, CellStep step);

  /**
   * One step backward. Replaces the gates in the tape by gradients of the pre-activations.
   *
   * @param dNext gradient of the next state, (B,S)
   * @param dPrevious gradient of the previous state, (B,S): add to its h columns, write the others
   */
  void backward(RecurrentWeights weights, CellStep step, CellState dNext, CellState dPrevious);

  /**
   * Adds the gradients of the recurrent parameters: of {@code weight_hh}, {@code bias_hh} and those
   * of the cell's own. The layer adds those of {@code weight_ih} and {@code bias_ih}.
   *
   * @param steps several steps as one tall step, its tape as {@link #backward} wrote it
   */
  default void addRecurrentGradient(RecurrentWeights weights, CellStep steps) {
    weights.addGradient(steps);
  }

  /** The name in model summaries: "LSTM"; for other cells the class's simple name. */
  default String label() {
    return getClass().getSimpleName();
  }
}
