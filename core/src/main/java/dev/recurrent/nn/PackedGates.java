package dev.recurrent.nn;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.PackedMatrix;

/**
 * The gates' gradients of a block of steps, packed step by step while each is in a cache, for the
 * sums over their rows that are the weights' gradients.
 */
final class PackedGates {
  private final PackedMatrix gates = new PackedMatrix(0, 0);
  private final PackedMatrix recurrentGates = new PackedMatrix(0, 0);

  /** Takes over a step of the block, whose first row in it is {@code row}. */
  void take(Step step, int row, Step block) {
    block.packedGates = gates;
    pack(step.gates, row, block.gates, gates);
    if (step.recurrentGates == step.gates) {
      block.packedRecurrentGates = gates;
    } else {
      block.packedRecurrentGates = recurrentGates;
      pack(step.recurrentGates, row, block.recurrentGates, recurrentGates);
    }
  }

  private static void pack(Matrix from, int row, Matrix block, PackedMatrix to) {
    to.reshape(block.rows, block.columns);
    Kernels.packRows(from, to, row);
  }
}
