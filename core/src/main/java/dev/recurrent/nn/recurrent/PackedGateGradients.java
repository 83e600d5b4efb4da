package dev.recurrent.nn.recurrent;

import dev.recurrent.math.Blocking;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.CellStep;
import dev.recurrent.nn.cell.PackedRows;

/**
 * The gates' gradients of a layer's steps, packed block by block, step by step while each is in a
 * cache, for the sums over their rows that are the gradients of weights and biases.
 */
final class PackedGateGradients {
  private final PackedRows gates;
  private final PackedRows recurrentGates;
  private final Cell cell;
  private boolean wanted;

  PackedGateGradients(Cell cell) {
    this.cell = cell;
    gates = new PackedRows(cell.gateSize());
    recurrentGates = cell.hasRecurrentBias() ? new PackedRows(cell.gateSize()) : gates;
  }

  /** Takes over the layer's steps and their blocks, and tells them where they will be packed. */
  void reshape(SequenceBuffers steps, TimeBlock[] blocks) {
    int rows = steps.length * steps.batch;
    wanted = Blocking.packsRows(rows, cell.hiddenSize(), cell.gateSize());
    for (int t = 0; t < steps.length; t++) {
      tell(steps.at(t));
    }
    for (TimeBlock block : blocks) {
      tell(block.step);
    }
  }

  private void tell(CellStep step) {
    step.packedGates = wanted ? gates : null;
    step.packedRecurrentGates = wanted ? recurrentGates : null;
  }

  /** Going back, the step at time t, of {@code block}, holds its gates' gradients now. */
  void take(CellStep step, int t, TimeBlock block) {
    if (!wanted) {
      return;
    }
    if (t == block.exit) {
      gates.begin(block.step.tape.rows);
      recurrentGates.begin(block.step.tape.rows);
    }
    int row = (t - block.first) * step.tape.rows;
    gates.take(step.gates, row);
    if (recurrentGates != gates) {
      recurrentGates.take(step.recurrentGates, row);
    }
  }
}
