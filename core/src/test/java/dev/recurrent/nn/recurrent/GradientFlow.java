package dev.recurrent.nn.recurrent;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Seed;
import dev.recurrent.nn.Initializer;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.Cell;
import java.util.SplittableRandom;

/**
 * How much of a loss at the last step still reaches the state k steps earlier: the vanishing and
 * exploding gradient made visible (Bengio et al. 1994; Pascanu et al. 2013).
 */
public final class GradientFlow {
  private GradientFlow() {}

  /**
   * Norms of the state's gradient by lag, in units of that at lag 0.
   *
   * @param cell with the sizes to look at
   * @param parameters values of the layout {@link Cell#layout}
   * @param inputs (T,D), one sequence
   * @return T norms, lag 0 first
   */
  public static double[] byLag(Cell cell, float[] parameters, Matrix inputs) {
    ParameterLayout layout = cell.layout();
    Parameters bound = Parameters.of(layout, parameters, new float[layout.size()]);
    RecurrentLayer layer = new RecurrentLayer(cell, bound, "", RecurrentLayer.Direction.FORWARD);
    layer.pack();
    layer.forward(inputs, 1, null, null);
    Matrix dOutput = Matrix.zeros(inputs.rows, cell.hiddenSize());
    dOutput.rows(inputs.rows - 1, 1).fill(1f);
    double[] norms = new double[inputs.rows];
    layer.backward(dOutput, null, false, norms);
    double[] byLag = new double[norms.length];
    for (int lag = 0; lag < norms.length; lag++) {
      byLag[lag] = norms[norms.length - 1 - lag] / norms[norms.length - 1];
    }
    return byLag;
  }

  /** The norms of a freshly initialised cell on uniform inputs in ±1. */
  public static double[] atStart(Cell cell, int steps, long seed) {
    ParameterLayout layout = cell.layout();
    float[] values = new float[layout.size()];
    SplittableRandom random = new SplittableRandom(Seed.of(seed, steps));
    cell.initialize(Parameters.of(layout, values, new float[values.length]), random);
    Matrix inputs = Matrix.zeros(steps, cell.inputSize());
    Initializer.uniform(inputs, 1, random);
    return byLag(cell, values, inputs);
  }
}
