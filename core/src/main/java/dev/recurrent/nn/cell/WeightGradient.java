package dev.recurrent.nn.cell;

import dev.recurrent.math.Blocking;
import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of weights (gateSize,D) from a layer's rows to its gates: dGatesᵀ x, summed over
 * blocks of steps. Where the gates' gradients are packed, the sum is kept as xᵀ dGates until {@link
 * #end}: then only x, the narrower of the two, is transposed.
 */
public final class WeightGradient {
  /** Padding of the sum's rows: at a distance of a power of two they would share cache sets. */
  private static final int LINE = 16;

  private final Matrix gradient;
  private @Nullable Matrix sum;
  private boolean begun;

  /** Adds to {@code gradient} (gateSize,D). */
  public WeightGradient(Matrix gradient) {
    this.gradient = gradient;
  }

  /**
   * Adds dGatesᵀ x of a block of steps.
   *
   * @param dGates (R,gateSize)
   * @param packed the same, packed, or null
   * @param x (R,D)
   */
  public void add(Matrix dGates, @Nullable PackedRows packed, Matrix x) {
    if (packed == null || !Blocking.packsRows(Integer.MAX_VALUE, x.columns, dGates.columns)) {
      Kernels.multiplyTransposedLeft(dGates, x, gradient, 1f);
      return;
    }
    Kernels.addTransposedProduct(x, packed.rows, begin());
  }

  private Matrix begin() {
    if (sum == null) {
      sum = Matrix.zeros(gradient.columns, gradient.rows + LINE).columns(0, gradient.rows);
    } else if (!begun) {
      sum.fill(0f);
    }
    begun = true;
    return sum;
  }

  /** Adds the sum to the gradient, after the last block. */
  public void end() {
    if (begun) {
      gradient.addTransposed(Objects.requireNonNull(sum));
      begun = false;
    }
  }
}
