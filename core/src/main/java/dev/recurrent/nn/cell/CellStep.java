package dev.recurrent.nn.cell;

import dev.recurrent.math.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Views of a layer's memory at one time step, or at several steps as one tall step: B then stands
 * for their rows together. A layer makes its steps once for each shape, so that walking through
 * time allocates nothing.
 */
public final class CellStep {
  /** (B,tapeSize): what forward keeps for backward. */
  public final Matrix tape;

  /**
   * (B,gateSize), the tape's first columns: pre-activations going forward, their gradients going
   * back.
   */
  public final Matrix gates;

  /**
   * (B,gateSize), the state's share of the pre-activations: the same as {@link #gates}, or, for a
   * cell with a recurrent bias, the tape's last columns.
   */
  public final Matrix recurrentGates;

  /** The state that the step reads. */
  public final CellState previous;

  /** The state that the step writes. */
  public final CellState next;

  private final Matrix[] blocks;
  private boolean initialStateIsZero;
  private @Nullable PackedRows packedGates;
  private @Nullable PackedRows packedRecurrentGates;

  /** Views of tape rows (B,tapeSize) and state rows (B,S). */
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

  /** (B,H): columns {@code i*H} to {@code (i+1)*H} of the tape; block i is gate i. */
  public Matrix block(int i) {
    return blocks[i];
  }

  /**
   * Whether {@link #previous} is the zeros that a sequence starts from. A product with them adds
   * nothing, and their gradient is not used.
   */
  public boolean initialStateIsZero() {
    return initialStateIsZero;
  }

  /** For the layer: whether the walk begins here, from zeros. */
  public void setInitialStateIsZero(boolean zero) {
    initialStateIsZero = zero;
  }

  /** The gates' gradients of the step's block, packed going back, or null if they are not. */
  public @Nullable PackedRows packedGates() {
    return packedGates;
  }

  /** As {@link #packedGates}, of {@link #recurrentGates}. */
  @Nullable PackedRows packedRecurrentGates() {
    return packedRecurrentGates;
  }

  /** For the layer: where it packs the gates' gradients of this step's block. */
  public void setPackedGates(@Nullable PackedRows packed, @Nullable PackedRows recurrent) {
    packedGates = packed;
    packedRecurrentGates = recurrent;
  }
}
