package dev.recurrent.timeseries.forecast;

import dev.recurrent.math.Seed;
import java.util.List;

/**
 * The rows of a batch's vectors, by category. In training some are those of unknown values: one in
 * sixteen of the windows' constants, and of the steps of what changes.
 */
final class CategoryRows {
  private static final long UNKNOWN = 214;

  private final List<Category> all;
  private final int contextLength;
  private final int[][] rows;
  private int windows;

  CategoryRows(WindowConfig window) {
    all = window.categories();
    contextLength = window.contextLength();
    rows = new int[all.size()][];
  }

  /** As the batch has them. */
  void read(WindowBatch batch) {
    windows = batch.batchSize();
    System.arraycopy(batch.categories, 0, rows, 0, rows.length);
  }

  /** With values replaced by unknown ones. */
  void readForTraining(WindowBatch batch, long seed) {
    windows = batch.batchSize();
    for (int j = 0; j < rows.length; j++) {
      long own = Seed.of(seed, UNKNOWN + ((long) j << Integer.SIZE));
      rows[j] = batch.categories[j].clone();
      for (int i = 0; i < rows[j].length; i++) {
        if (Seed.bits(own, i) >>> 60 == 0) {
          rows[j][i] = 0;
        }
      }
    }
  }

  /** One for each window. */
  int[] ofWindows(int category) {
    return rows[category];
  }

  /** One for each step of the context and each window, time-major. */
  int[] ofContext(int category) {
    return steps(category, 0, contextLength);
  }

  /** One for each step of the horizon and each window, time-major. */
  int[] ofHorizon(int category, int horizon) {
    return steps(category, contextLength, horizon);
  }

  private int[] steps(int category, int from, int count) {
    boolean constant = all.get(category).constant();
    int[] steps = new int[count * windows];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = rows[category][constant ? i % windows : from * windows + i];
    }
    return steps;
  }
}
