package dev.recurrent.timeseries.forecast;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Seed;
import java.util.List;
import java.util.Random;

/**
 * Futures drawn value by value: each from what the network says after the drawn one before it
 * (DeepAR, Salinas et al. 2017, arXiv:1704.04110, section 3.3). A window's draws depend on its
 * series and origin alone.
 */
final class SamplePaths {
  /** The column of a horizon step that holds the value before it. */
  private static final int PREVIOUS = 1;

  private final ForecastPass pass;
  private final Head head;
  private final int paths;

  SamplePaths(ForecastPass pass, Head head, int paths) {
    this.pass = pass;
    this.head = head;
    this.paths = paths;
  }

  /**
   * @return {@code [b][k]} the drawn values of window b at step k, scaled, one a path
   */
  double[][][] draw(WindowBatch batch, List<Forecaster.Origin> origins) {
    int windows = batch.batchSize();
    int horizon = batch.known.rows / windows;
    Random[] random = new Random[windows];
    for (int b = 0; b < windows; b++) {
      Forecaster.Origin origin = origins.get(b);
      long step = origin.series().step(origin.at());
      random[b] = new Random(Seed.of(origin.series().name().hashCode(), step));
    }
    double[][][] drawn = new double[windows][horizon][paths];
    Matrix[] states = pass.encode(batch, paths);
    Matrix ahead = pass.known(batch);
    Matrix known = Matrix.zeros(windows * paths, ahead.columns);
    for (int k = 0; k < horizon; k++) {
      step(ahead, k, drawn, known);
      Matrix outputs = pass.step(known, states);
      for (int row = 0; row < known.rows; row++) {
        int b = row / paths;
        double base = batch.base.data[k * windows + b];
        drawn[b][k][row % paths] = base + head.sample(outputs.data, outputs.index(row), random[b]);
      }
    }
    return drawn;
  }

  /** What is known of step k, and behind the first step the value drawn before. */
  private void step(Matrix ahead, int k, double[][][] drawn, Matrix known) {
    int windows = drawn.length;
    for (int row = 0; row < known.rows; row++) {
      int b = row / paths;
      int from = ahead.index(k * windows + b);
      System.arraycopy(ahead.data, from, known.data, known.index(row), known.columns);
      if (k > 0) {
        known.data[known.index(row) + PREVIOUS] = (float) drawn[b][k - 1][row % paths];
      }
    }
  }
}
