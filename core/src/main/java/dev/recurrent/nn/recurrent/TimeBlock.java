package dev.recurrent.nn.recurrent;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.cell.CellStep;
import org.jspecify.annotations.Nullable;

/**
 * A few steps that the products beside the recurrence take at once, while what one writes is still
 * in a cache for the next: the steps as one tall step, and their rows of what the layer reads.
 */
final class TimeBlock {
  /** The first of them in time. */
  final int first;

  /** The time at which the walk comes into it; the walk back leaves it there. */
  final int entry;

  /** The time at which it leaves it; the walk back comes into it there. */
  final int exit;

  /** All of them as one. */
  final CellStep step;

  private final Window input;
  private final Window inputGradient;

  /**
   * Steps from time {@code first}; the walk comes to the one of time {@code entry} first, to that
   * of {@code exit} last.
   */
  TimeBlock(int first, int entry, int exit, int batch, CellStep step) {
    this.first = first;
    this.entry = entry;
    this.exit = exit;
    this.step = step;
    input = new Window(first * batch, step.tape.rows);
    inputGradient = new Window(first * batch, step.tape.rows);
  }

  /** Its rows of x (T*B,D). */
  Matrix input(Matrix x) {
    return input.of(x);
  }

  /** Its rows of dX (T*B,D). */
  Matrix inputGradient(Matrix dX) {
    return inputGradient.of(dX);
  }

  /** The same rows of one matrix after another; the same matrix again makes no new view. */
  private static final class Window {
    private final int from;
    private final int count;
    private @Nullable Matrix matrix;
    private @Nullable Matrix view;

    Window(int from, int count) {
      this.from = from;
      this.count = count;
    }

    Matrix of(Matrix m) {
      if (view == null || m != matrix) {
        matrix = m;
        view = m.rows(from, count);
      }
      return view;
    }
  }
}
