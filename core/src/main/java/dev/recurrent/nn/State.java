package dev.recurrent.nn;

import dev.recurrent.math.Matrix;

/**
 * Views of B states, or of their gradients.
 *
 * @param all (B,S)
 * @param h (B,H), the first columns of {@code all}
 */
record State(Matrix all, Matrix h) {
  static State of(Cell cell, Matrix all) {
    return new State(all, all.columns(0, cell.hiddenSize()));
  }
}
