package dev.recurrent.timeseries.forecast;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.Parameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the recurrent layers read of each segment of the horizon: [position | series], plus the
 * projections of what is known of the segment and of the series' categories.
 */
final class HorizonInputs {
  private final SegmentLayout sizes;
  private final List<Category> categories;
  private final SegmentRows rows;
  private final Embedding position;
  private final @Nullable Embedding series;
  private final @Nullable Dense known;
  private final @Nullable Dense constant;
  private final CategoryColumns changing;
  private final CategoryColumns constants;
  private final Scratch inputs = new Scratch();
  private final Scratch sums = new Scratch();
  private int[] positions = {};
  private int[] ofRow = {};

  HorizonInputs(SegmentLayout sizes, Parameters parameters) {
    this.sizes = sizes;
    categories = sizes.config().window().categories();
    rows = new SegmentRows(sizes);
    position = new Embedding(parameters.at(SegmentLayout.POSITION));
    series = sizes.embedsSeries() ? new Embedding(parameters.at(SegmentLayout.SERIES)) : null;
    known = sizes.readsKnown() ? new Dense(parameters.at(SegmentLayout.KNOWN)) : null;
    changing = new CategoryColumns(parameters, sizes.changing(true));
    constants = new CategoryColumns(parameters, sizes.statics());
    constant = constants.isEmpty() ? null : new Dense(parameters.at(SegmentLayout.STATIC));
  }

  /**
   * @param words the rows of the batch's vectors
   * @return (K*B, H), a view that lives until the next call
   */
  Matrix forward(WindowBatch batch, CategoryRows words) {
    int windows = batch.batchSize();
    number(windows, words);
    int all = positions.length;
    Matrix x = inputs.matrix(all, sizes.config().hiddenSize());
    x.columns(0, sizes.positionSize()).copyFrom(position.forward(positions, all));
    if (series != null) {
      x.columns(sizes.positionSize(), sizes.seriesSize()).copyFrom(series.forward(ofRow, all));
    }
    if (known != null) {
      rows.read(batch);
      int horizon = sizes.config().window().horizon();
      Matrix steps = changing.behind(batch.known, j -> words.ofHorizon(j, horizon));
      Matrix projected = known.forward(rows.known(steps));
      Kernels.add(projected.data, projected.offset, x.data, x.offset, x.rows * x.columns);
    }
    if (constant != null) {
      Matrix vectors = constants.behind(Matrix.zeros(windows, 0), words::ofWindows);
      Matrix projected = constant.forward(vectors);
      for (int row = 0; row < all; row++) {
        Kernels.add(
            projected.data, projected.index(row % windows), x.data, x.index(row), x.columns);
      }
    }
    return x;
  }

  private void number(int windows, CategoryRows words) {
    int all = sizes.horizonSegments() * windows;
    if (positions.length != all) {
      positions = new int[all];
      ofRow = new int[all];
    }
    for (int row = 0; row < all; row++) {
      positions[row] = row / windows;
      ofRow[row] = series == null ? 0 : words.ofWindows(0)[row % windows];
    }
  }

  /** Adds the gradients, given that of the inputs. */
  void backward(Matrix dInputs) {
    position.backward(dInputs.columns(0, sizes.positionSize()));
    if (series != null) {
      series.backward(dInputs.columns(sizes.positionSize(), sizes.seriesSize()));
    }
    if (constant != null) {
      constants.backward(constant.backward(sums(dInputs)), categories);
    }
    if (known != null) {
      Matrix dKnown = known.backward(dInputs);
      if (!changing.isEmpty()) {
        changing.backward(rows.steps(dKnown, false), categories);
      }
    }
  }

  /** The sum over the segments of each window, (B, H). */
  private Matrix sums(Matrix dInputs) {
    int windows = dInputs.rows / sizes.horizonSegments();
    Matrix sum = sums.matrix(windows, dInputs.columns);
    sum.fill(0f);
    for (int row = 0; row < dInputs.rows; row++) {
      Kernels.add(
          dInputs.data, dInputs.index(row), sum.data, sum.index(row % windows), sum.columns);
    }
    return sum;
  }
}
