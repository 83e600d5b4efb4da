package dev.recurrent.nn.recurrent;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.Rows;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.CellState;
import dev.recurrent.nn.cell.CellStep;
import dev.recurrent.nn.cell.RecurrentWeights;
import org.jspecify.annotations.Nullable;

/**
 * A recurrent layer that is called step by step, for a decoder whose next input depends on its last
 * output. {@link RecurrentLayer} multiplies the inputs of several steps at once; here both products
 * of a step use packed weights, and only the weights' gradients follow at the end.
 *
 * <p>Order of calls: {@link #begin}, {@link #step} for t = 0, 1, ...; then {@link #beginBackward},
 * {@link #stepBackward} for t = T-1, T-2, ..., 0, {@link #endBackward}.
 */
public final class SteppedLayer {
  private final Cell cell;
  private final InputWeights fromInput;
  private final RecurrentWeights recurrent;
  private final SequenceBuffers.Memory memory = new SequenceBuffers.Memory();
  private SequenceBuffers steps;

  /** Binds the parameters that a {@link RecurrentLayer} has too. */
  public SteppedLayer(Cell cell, Parameters parameters, String suffix) {
    this.cell = cell;
    Parameters own = parameters.withSuffix(suffix);
    fromInput = new InputWeights(own, true);
    recurrent = new RecurrentWeights(cell, own);
    steps = new SequenceBuffers(cell, false, 0, 0, memory);
  }

  /** Copies the parameters' present values; call it whenever they have changed. */
  public void pack() {
    recurrent.packForward();
    fromInput.pack();
  }

  /**
   * Makes room for {@code length} steps of {@code batch} sequences.
   *
   * @param initial (B,S), or null for zeros
   */
  public void begin(int length, int batch, @Nullable Matrix initial) {
    if (steps.length != length || steps.batch != batch) {
      steps = new SequenceBuffers(cell, false, length, batch, memory);
    }
    if (initial == null) {
      steps.first.all().fill(0f);
    } else {
      steps.first.all().copyFrom(initial);
    }
  }

  /**
   * Computes step t.
   *
   * @param x (B,D)
   * @return h, (B,H), a view that lives until {@link #begin}
   */
  public Matrix step(int t, Matrix x) {
    CellStep step = steps.at(t);
    fromInput.setGates(x, step.gates);
    cell.forward(recurrent, step);
    return step.next.h();
  }

  /** The state after the last step, (B,S). */
  public Matrix finalState() {
    return steps.last.all();
  }

  /** Begins the walk back. */
  public void beginBackward() {
    recurrent.packBackward();
    steps.gradient(steps.length).all().fill(0f);
  }

  /**
   * Goes back over step t.
   *
   * @param dH gradient of its h, (B,H)
   * @param dX (B,D), becomes the gradient of its x
   */
  public void stepBackward(int t, Matrix dH, Matrix dX) {
    CellState dNext = steps.gradient(t + 1);
    CellState dPrevious = steps.gradient(t);
    Rows.add(dH, dNext.h());
    dPrevious.h().fill(0f);
    CellStep step = steps.at(t);
    cell.backward(recurrent, step, dNext, dPrevious);
    fromInput.setInputGradient(step.gates, dX);
  }

  /**
   * Adds the gradients of the weights.
   *
   * @param x what all steps read, (T*B,D)
   */
  public void endBackward(Matrix x) {
    cell.addRecurrentGradient(recurrent, steps.whole);
    fromInput.addGradient(steps.whole.gates, x);
    fromInput.addBiasGradient(steps.whole.gates);
  }

  /** Gradient of the initial state, (B,S). */
  public Matrix dInitial() {
    return steps.gradient(0).all();
  }
}
