package dev.recurrent.timeseries.forecast;

import dev.recurrent.math.Matrix;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.train.Batch;

/** B windows: time-major inputs, targets in the scale of each window. */
public final class WindowBatch implements Batch {
  /** (C*B, encoder inputs). */
  public final Matrix context;

  /** (N*B, decoder inputs). */
  public final Matrix known;

  /** (N*B, 1): scaled distance from the base; NaN where nothing was observed. */
  public final Matrix targets;

  /** (N*B, 1): the forecast that the network corrects, scaled. */
  public final Matrix base;

  /** The row of each window's series, see {@link WindowConfig#seriesRow}. */
  public final int[] series;

  /** Of each window. */
  public final Scaling.Scale[] scales;

  public WindowBatch(WindowConfig config, int batch) {
    context = Matrix.zeros(config.contextLength() * batch, config.encoderInputs());
    known = Matrix.zeros(config.horizon() * batch, config.decoderInputs());
    targets = Matrix.zeros(config.horizon() * batch, 1);
    base = Matrix.zeros(config.horizon() * batch, 1);
    series = new int[batch];
    scales = new Scaling.Scale[batch];
    targets.fill(Float.NaN);
  }

  /** B. */
  public int batchSize() {
    return scales.length;
  }

  @Override
  public int targets() {
    int n = 0;
    for (float target : targets.data) {
      n += Float.isNaN(target) ? 0 : 1;
    }
    return n;
  }
}
