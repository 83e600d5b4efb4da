package dev.recurrent.nn;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * y = x * scale + shift, column by column. Started from the columns' means and deviations, it gives
 * the next layer numbers of mean 0 and deviation 1, whatever the layer below has (as the
 * data-dependent start of Salimans and Kingma 2016, arXiv:1602.07868, section 3, does).
 */
public final class Scaling {
  private final Matrix scale;
  private final Matrix dScale;
  private final Matrix shift;
  private final Matrix dShift;
  private final Scratch output = new Scratch();
  private @Nullable Matrix input;

  /** Binds {@code scale} (1,D) and {@code shift} (1,D). */
  public Scaling(Parameters parameters) {
    scale = parameters.value("scale");
    dScale = parameters.gradient("scale");
    shift = parameters.value("shift");
    dShift = parameters.gradient("shift");
  }

  /** {@code scale} (1,D) and {@code shift} (1,D). */
  public static ParameterLayout layout(int columns) {
    return ParameterLayout.empty().with("scale", 1, columns).with("shift", 1, columns);
  }

  /**
   * @param x (R,D), read again by {@link #backward}
   * @return (R,D), a view that lives until the next call and may be overwritten
   */
  public Matrix forward(Matrix x) {
    input = x;
    Matrix y = output.matrix(x.rows, x.columns);
    for (int i = 0; i < x.rows; i++) {
      for (int j = 0; j < x.columns; j++) {
        y.set(i, j, x.get(i, j) * scale.get(0, j) + shift.get(0, j));
      }
    }
    return y;
  }

  /** Adds the gradients of scale and shift; {@code d} (R,D) becomes that of x. */
  public void backward(Matrix d) {
    Matrix x = Objects.requireNonNull(input, "backward before forward");
    for (int i = 0; i < d.rows; i++) {
      for (int j = 0; j < d.columns; j++) {
        float own = d.get(i, j);
        dScale.set(0, j, dScale.get(0, j) + own * x.get(i, j));
        dShift.set(0, j, dShift.get(0, j) + own);
        d.set(i, j, own * scale.get(0, j));
      }
    }
  }
}
