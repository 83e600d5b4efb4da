package dev.recurrent.nn.cell;

import dev.recurrent.nn.recurrent.RecurrentLayer;
import java.io.Serializable;

/**
 * One time step of a recurrent network and its adjoint, without weights or memory of its own.
 *
 * <p>The input's share of the pre-activations, {@code x Wxᵀ + b}, is computed for a few steps at
 * once by {@link RecurrentLayer}; a cell adds the state's share and applies its equations. The
 * state is one matrix ({@code [h]}, or {@code [h | c]}), so that walking through time is the same
 * for all.
 */
public sealed interface Cell extends Serializable
    permits RnnCell, LstmCell, GruCell, ResetBeforeGruCell {
  /** D. */
  int inputSize();

  /** H. */
  int hiddenSize();

  /** Columns of the pre-activations: H times the number of gates. */
  int gateSize();

  /** S, columns of a state row; its first H are h. */
  default int stateSize() {
    return hiddenSize();
  }

  /** Columns of a tape row: what forward keeps for backward; its first are the gates. */
  default int tapeSize() {
    return gateSize();
  }

  /** Whether the state's share has a bias of its own ({@code bias_hh}). */
  default boolean hasRecurrentBias() {
    return false;
  }

  /**
   * Reads the previous state and the gates' pre-activations; writes the next state and the tape.
   */
  void forward(RecurrentWeights weights, CellStep step);

  /**
   * Given the gradient of the next state, turns the tape's gates into gradients of the
   * pre-activations, adds to the h columns of {@code dPrevious} and writes its other columns.
   */
  void backward(RecurrentWeights weights, CellStep step, CellState dNext, CellState dPrevious);

  /**
   * Adds the gradients of some steps to those of the recurrent weights.
   *
   * @param steps those steps as one, its tape as backward left it
   */
  default void addRecurrentGradient(RecurrentWeights weights, CellStep steps) {
    weights.addGradient(steps);
  }

  /** The name users and files know. */
  CellType type();
}
