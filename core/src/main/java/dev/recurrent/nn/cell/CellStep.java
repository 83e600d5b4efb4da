package dev.recurrent.nn.cell;

import dev.recurrent.math.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Views of a layer's memory at one time step, or at several as one tall step. Made once for a
 * shape, so that walking through time allocates nothing.
 */
public final class CellStep {
  /** (B,tapeSize): what forward keeps for backward. */
  public final Matrix tape;

  /**
   * (B,gateSize), the tape's first columns: pre-activations going forward, their gradients back.
   */
  public final Matrix gates;

  /**
   * (B,gateSize), where the state's share of the pre-activations goes: the gates, or, for a cell
   * with a bias of its own for it, the tape's last columns.
   */
  public final Matrix recurrentGates;

  /** The state it reads. */
  public final CellState previous;

  /** The state it writes. */
  public final CellState next;

  /**
   * Whether the state it reads is the zeros that a sequence starts from: a product with them adds
   * nothing, and nobody asks for their gradient.
   */
  public boolean fromNothing;

  /** Where the gates' gradients of its block are packed going back, or null if they are not. */
  public @Nullable PackedRows packedGates;

  /** The same of {@link #recurrentGates}. */
  public @Nullable PackedRows packedRecurrentGates;

  private final Matrix[] blocks;

  public CellStep(Cell cell, Matrix tape, Matrix previous, Matrix next) {
    int gateSize = cell.gateSize();
    this.tape = tape;
    this.gates = tape.columns(0, gateSize);
    this.recurrentGates =
        cell.hasRecurrentBias() ? tape.columns(tape.columns - gateSize, gateSize) : gates;
    this.previous = CellState.of(cell, previous);
    this.next = CellState.of(cell, next);
    blocks = new Matrix[cell.tapeSize() / cell.hiddenSize()];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = tape.columns(i * cell.hiddenSize(), cell.hiddenSize());
    }
  }

  /** (B,H): the tape's columns from i H. */
  Matrix block(int i) {
    return blocks[i];
  }
}
