package dev.recurrent.nn.cell;

import dev.recurrent.math.Matrix;

/**
 * Views of B states, or of their gradients.
 *
 * @param all (B,S)
 * @param h (B,H), the first columns of {@code all}
 */
public record CellState(Matrix all, Matrix h) {
  /** Views of the rows of {@code all} (B,S) as states of a cell. */
  public static CellState of(Cell cell, Matrix all) {
    return new CellState(all, all.columns(0, cell.hiddenSize()));
  }
}
