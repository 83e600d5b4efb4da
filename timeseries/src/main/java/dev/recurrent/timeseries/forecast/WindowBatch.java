package dev.recurrent.timeseries.forecast;

import dev.recurrent.math.Matrix;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.train.Batch;
import java.util.List;

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

  /**
   * The rows of the categories' vectors: of a series' constants one for each window, (B); of what
   * is known in advance (C+N)*B, of the past C*B, time-major. First those of the series' names,
   * where the network knows them.
   */
  public final int[][] categories;

  /** Of each window. */
  public final Scaling.Scale[] scales;

  public WindowBatch(WindowConfig config, int batch) {
    context = Matrix.zeros(config.contextLength() * batch, config.encoderInputs());
    known = Matrix.zeros(config.horizon() * batch, config.decoderInputs());
    targets = Matrix.zeros(config.horizon() * batch, 1);
    base = Matrix.zeros(config.horizon() * batch, 1);
    List<Category> all = config.categories();
    categories = new int[all.size()][];
    for (int j = 0; j < categories.length; j++) {
      Category one = all.get(j);
      int steps = config.contextLength() + (one.known() ? config.horizon() : 0);
      categories[j] = new int[one.constant() ? batch : steps * batch];
    }
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
