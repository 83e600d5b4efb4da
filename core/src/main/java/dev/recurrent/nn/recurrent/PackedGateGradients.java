package dev.recurrent.nn.recurrent;

import dev.recurrent.math.Blocking;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.CellStep;
import dev.recurrent.nn.cell.PackedRows;

/**
 * The gates' gradients of a layer's steps, packed for the sums over their rows that are the
 * gradients of weights and biases. Each step is packed while it is in a cache, block by block.
 */
final class PackedGateGradients {
  private final PackedRows gates;
  private final PackedRows recurrentGates;
  private final Cell cell;
  private boolean packs;

  PackedGateGradients(Cell cell) {
    this.cell = cell;
    gates = new PackedRows(cell.gateSize());
    recurrentGates = cell.hasRecurrentBias() ? new PackedRows(cell.gateSize()) : gates;
  }

  /** Decides whether these steps are packed, and sets where. */
  void reshape(SequenceBuffers steps, TimeBlock[] blocks) {
    int rows = steps.length * steps.batch;
    packs = Blocking.packsRows(rows, cell.hiddenSize(), cell.gateSize());
    for (int t = 0; t < steps.length; t++) {
      setPackedGates(steps.at(t));
    }
    for (TimeBlock block : blocks) {
      setPackedGates(block.step);
    }
  }

  private void setPackedGates(CellStep step) {
    step.setPackedGates(packs ? gates : null, packs ? recurrentGates : null);
  }

  /** Packs the gates' gradients of the step at time t, which belongs to {@code block}. */
  void append(CellStep step, int t, TimeBlock block) {
    if (!packs) {
      return;
    }
    if (t == block.exit) {
      gates.begin(block.step.tape.rows);
      recurrentGates.begin(block.step.tape.rows);
    }
    int row = (t - block.first) * step.tape.rows;
    gates.append(step.gates, row);
    if (recurrentGates != gates) {
      recurrentGates.append(step.recurrentGates, row);
    }
  }
}
