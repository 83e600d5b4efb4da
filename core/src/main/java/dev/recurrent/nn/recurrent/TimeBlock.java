package dev.recurrent.nn.recurrent;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.cell.CellStep;
import org.jspecify.annotations.Nullable;

/**
 * A few steps as one tall step, with their rows of the layer's input. The products outside the
 * recurrence cover a block at once, so that what one writes is in a cache for the next.
 */
final class TimeBlock {
  /** The first of them in time. */
  final int first;

  /** The time of the walk's first step in it, and of the walk back's last. */
  final int entry;

  /** The time of the walk's last step in it, and of the walk back's first. */
  final int exit;

  /** All of them as one. */
  final CellStep step;

  private final Window input;
  private final Window inputGradient;

  /**
   * Steps from time {@code first}, of which the walk reaches {@code entry} first and {@code exit}
   * last.
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

  /** A view of the same rows of any matrix; the same matrix again gives the same view. */
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
