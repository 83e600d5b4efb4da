package dev.recurrent.nn.recurrent;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.nn.DistinctRows;
import dev.recurrent.nn.cell.CellStep;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The projection of a few distinct rows that are each read many times. x W + b is computed once for
 * each row, before the walk, and copied to the gates of every step. Going back, the gates'
 * gradients are summed by row; the products for dW, db and dX, which are linear in them, follow
 * once after the walk.
 */
final class DistinctRowsProjection implements InputProjection {
  private final InputWeights weights;
  private final Scratch gates = new Scratch();
  private final Scratch gradients = new Scratch();
  private @Nullable DistinctRows x;
  private @Nullable Matrix table;
  private @Nullable Matrix dX;

  DistinctRowsProjection(InputWeights weights) {
    this.weights = weights;
  }

  /** {@code x} has (U,D) rows, read again on the way back. */
  void read(DistinctRows x) {
    this.x = x;
    table = gates.matrix(x.rows().rows, weights.gateSize());
    weights.setGates(x.rows(), table);
  }

  private DistinctRows x() {
    return Objects.requireNonNull(x, "backward before forward");
  }

  /** (U,gateSize): gates by row going forward, sums of their gradients going back. */
  private Matrix table() {
    return Objects.requireNonNull(table, "backward before forward");
  }

  @Override
  public void setGates(CellStep step, int t) {
    int[] indices = x().indices();
    Matrix from = table();
    Matrix to = step.gates;
    for (int b = 0, i = t * to.rows; b < to.rows; b++, i++) {
      System.arraycopy(from.data, from.index(indices[i]), to.data, to.index(b), to.columns);
    }
  }

  @Override
  public void beginBackward(boolean inputGradient) {
    Matrix rows = x().rows();
    table().fill(0f);
    dX = inputGradient ? gradients.matrix(rows.rows, rows.columns) : null;
  }

  @Override
  public void accumulate(CellStep step, int t) {
    int[] indices = x().indices();
    Matrix from = step.gates;
    Matrix to = table();
    for (int b = 0, i = t * from.rows; b < from.rows; b++, i++) {
      Kernels.add(from.data, from.index(b), to.data, to.index(indices[i]), from.columns);
    }
  }

  @Override
  public void accumulate(TimeBlock block) {
    // Its steps have been summed one by one.
  }

  @Override
  public void endBackward() {
    weights.addBiasGradient(table());
    weights.addGradient(table(), x().rows());
    if (dX != null) {
      weights.setInputGradient(table(), dX);
    }
  }

  @Override
  public Matrix gradient() {
    return Objects.requireNonNull(dX, "backward did not compute the gradient of x");
  }
}
