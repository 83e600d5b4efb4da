package dev.recurrent.nn.cell;

import dev.recurrent.math.Blocking;
import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of weights (gateSize,D) between rows and gates: dGatesᵀ x, summed over blocks of
 * steps. Where the gates' gradients come packed the sum is kept as xᵀ dGates until {@link #end}, so
 * that of the two only x, the narrower, has to be turned.
 */
public final class WeightGradient {
  /** Rows of the sum would else lie a power of two apart and share sets of a cache. */
  private static final int LINE = 16;

  private final Matrix gradient;
  private @Nullable Matrix sum;
  private boolean begun;

  /** Adds to {@code gradient} (gateSize,D). */
  public WeightGradient(Matrix gradient) {
    this.gradient = gradient;
  }

  /**
   * Adds those of a block.
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

  /** No more blocks come. */
  public void end() {
    if (begun) {
      gradient.addTransposed(Objects.requireNonNull(sum));
      begun = false;
    }
  }
}
