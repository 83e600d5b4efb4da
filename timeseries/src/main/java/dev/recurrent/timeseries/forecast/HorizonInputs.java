package dev.recurrent.timeseries.forecast;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * What the recurrent layers read of each segment of the horizon: [position | series], plus the
 * projection of what is known of the segment.
 */
final class HorizonInputs {
  private final SegmentLayout sizes;
  private final SegmentRows rows;
  private final Embedding position;
  private final @Nullable Embedding series;
  private final @Nullable Dense known;
  private final Scratch inputs = new Scratch();
  private int[] positions = {};
  private int[] ofRow = {};

  HorizonInputs(SegmentLayout sizes, Parameters parameters) {
    this.sizes = sizes;
    rows = new SegmentRows(sizes);
    position = new Embedding(parameters.at(SegmentLayout.POSITION));
    series = sizes.embedsSeries() ? new Embedding(parameters.at(SegmentLayout.SERIES)) : null;
    known = sizes.readsKnown() ? new Dense(parameters.at(SegmentLayout.KNOWN)) : null;
  }

  /**
   * @param own the series' row of each window
   * @return (K*B, H), a view that lives until the next call
   */
  Matrix forward(WindowBatch batch, int[] own) {
    int windows = batch.batchSize();
    number(windows, own);
    int all = positions.length;
    Matrix x = inputs.matrix(all, sizes.config().hiddenSize());
    x.columns(0, sizes.positionSize()).copyFrom(position.forward(positions, all));
    if (series != null) {
      x.columns(sizes.positionSize(), sizes.seriesSize()).copyFrom(series.forward(ofRow, all));
    }
    if (known != null) {
      rows.read(batch);
      Matrix projected = known.forward(rows.known(batch));
      Kernels.add(projected.data, projected.offset, x.data, x.offset, x.rows * x.columns);
    }
    return x;
  }

  private void number(int windows, int[] own) {
    int all = sizes.horizonSegments() * windows;
    if (positions.length != all) {
      positions = new int[all];
      ofRow = new int[all];
    }
    for (int row = 0; row < all; row++) {
      positions[row] = row / windows;
      ofRow[row] = own[row % windows];
    }
  }

  /** Adds the gradients, given that of the inputs. */
  void backward(Matrix dInputs) {
    position.backward(dInputs.columns(0, sizes.positionSize()));
    if (series != null) {
      series.backward(dInputs.columns(sizes.positionSize(), sizes.seriesSize()));
    }
    if (known != null) {
      known.backward(dInputs);
    }
  }
}
