package dev.recurrent.nn;

import dev.recurrent.math.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * A recurrent layer walked one step at a time, for a decoder whose next input depends on its last
 * output. {@link RecurrentLayer} takes the input's products of a few steps at once; here both
 * products of a step go through packed weights, and only the weights' gradients wait for the end.
 *
 * <p>Order of calls: {@link #begin}, {@link #step} for t = 0, 1, ...; then {@link #beginBackward},
 * {@link #stepBackward} for t = T-1, T-2, ..., 0, {@link #endBackward}.
 */
final class SteppedLayer {
  private final Cell cell;
  private final InputWeights fromInput;
  private final StepWeights recurrent;
  private final Unrolled.Memory memory = new Unrolled.Memory();
  private Unrolled steps;

  /** Binds the parameters that {@link RecurrentLayer#layout} names. */
  SteppedLayer(Cell cell, Parameters parameters, String suffix) {
    this.cell = cell;
    fromInput = new InputWeights(parameters, suffix, true);
    recurrent = new StepWeights(cell, parameters, suffix);
    steps = new Unrolled(cell, false, 0, 0, memory);
  }

  /** Takes over the parameters' present values; call it whenever they have changed. */
  void pack() {
    recurrent.packForward();
    fromInput.pack();
  }

  /**
   * Makes room for {@code length} steps of {@code batch} sequences.
   *
   * @param initial (B,S), or null for zeros
   */
  void begin(int length, int batch, @Nullable Matrix initial) {
    if (steps.length != length || steps.batch != batch) {
      steps = new Unrolled(cell, false, length, batch, memory);
    }
    if (initial == null) {
      steps.first.all().fill(0f);
    } else {
      steps.first.all().copyFrom(initial);
    }
  }

  /**
   * Takes step t.
   *
   * @param x (B,D)
   * @return h, (B,H), a view that lives until {@link #begin}
   */
  Matrix step(int t, Matrix x) {
    Step step = steps.at(t);
    fromInput.setGates(x, step.gates);
    cell.forward(recurrent, step);
    return step.next.h();
  }

  /** The state after the last of the steps that {@link #begin} was told of, (B,S). */
  Matrix finalState() {
    return steps.last.all();
  }

  void beginBackward() {
    recurrent.packBackward();
    steps.gradient(steps.length).all().fill(0f);
  }

  /**
   * Goes back over step t.
   *
   * @param dH gradient of its h, (B,H)
   * @param dX (B,D), becomes the gradient of its x
   */
  void stepBackward(int t, Matrix dH, Matrix dX) {
    State dNext = steps.gradient(t + 1);
    State dPrevious = steps.gradient(t);
    Rows.add(dH, dNext.h());
    dPrevious.h().fill(0f);
    Step step = steps.at(t);
    cell.backward(recurrent, step, dNext, dPrevious);
    fromInput.setInputGradient(step.gates, dX);
  }

  /**
   * Adds the gradients of the weights.
   *
   * @param x what all steps read, (T*B,D)
   */
  void endBackward(Matrix x) {
    cell.addRecurrentGradient(recurrent, steps.whole);
    fromInput.addGradient(steps.whole.gates, x);
    fromInput.addBiasGradient(steps.whole.gates);
  }

  /** Gradient of the initial state, (B,S). */
  Matrix dInitial() {
    return steps.gradient(0).all();
  }
}
